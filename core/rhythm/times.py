"""A time of day as people type it."""

import re
import unicodedata

ACCEPTED_TIMES = ("16:45", "4:45 pm", "5pm", "17h30")

_CLOCK = re.compile(
    r"""(?P<hour>[0-9]{1,2})
        (?: \s*[:.]\s*(?P<minute>[0-9]{2}) | \s*h\s*(?P<after_h>[0-9]{2})? | (?P<packed>[0-9]{2}) )?
        \s* (?P<half>[ap]m|[ap]\.m\.)?""",
    re.VERBOSE,
)


class NotATime(ValueError):
    """The text is no time of day. Holds no part of it; :data:`ACCEPTED_TIMES` shows forms that are one."""

    def __init__(self) -> None:
        super().__init__("no time of day; accepted are forms such as " + ", ".join(ACCEPTED_TIMES))


def parse_time(text: str) -> int:
    """Return the minute of the day (0-1439) that *text* names: "16:45", "16.45", "16h45", "4:45pm", "4 p.m.", "1645".

    A bare hour ("17") counts only from 13 on: "5" leaves open which half of the day. Raises NotATime.
    """
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        raise NotATime
    hour, minute, half = (
        int(found["hour"]),
        int(found["minute"] or found["after_h"] or found["packed"] or 0),
        found["half"],
    )
    bare = found.end("hour") == found.end()
    if minute > 59 or hour > 23 or (bare and hour < 13) or (half and not 1 <= hour <= 12):
        raise NotATime
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return 60 * hour + minute
