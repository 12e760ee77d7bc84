"""Long text in parts that Slack takes, broken where a reader would break it. Pure."""


def cost(text: str) -> int:
    """Return how much of Slack's bound *text* may use: UTF-16 units, with ``& < >`` counted as Slack escapes them.

    Which of the two Slack counts is not documented; the larger one fits either way.
    """
    return len(escape(text).encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    """Return *text* for mrkdwn, with the three characters that Slack reads as control characters escaped.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return what a person typed, from text that Slack escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def parts(text: str, most: int) -> list[str]:
    """Return *text* in parts of cost *most* or less; at least one, which is empty for an empty text.

    A part ends at the end of a line, or between words where a line is very long; a word is cut only if it is longer
    than a whole part. The white space at a break is left out.
    """
    found: list[str] = []
    rest = text
    while cost(rest) > most:
        end = _fitting(rest, most)
        cut = _break_in(rest[: end + 1]) or end
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip(" ").removeprefix("\n")
    found.append(rest)
    return [part for part in found if part.strip()] or [""]


def _fitting(text: str, most: int) -> int:
    """Return how many characters from the start of *text* cost *most* or less."""
    low, high = 1, min(most, len(text))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(text[:middle]) <= most else (low, middle - 1)
    return low


def _break_in(text: str) -> int:
    """Return where to break *text*, or 0 when it is one word. Its last character is the first that does not fit."""
    line = text.rfind("\n")
    return line if line > len(text) // 4 else max(line, text.rfind(" "), 0)
