"""The answers: pages built from a verdict and a token alone, so that they need no storage.

Country and language come from the token. ``carry_on`` is where the person was, as the desk names it; the steps of
CARE tokens hold a run id in ``subject`` ("" outside a run), so that the desk can return there.

The buttons to the safety plan and to grounding hold in ``step`` which answer they stand under, with that run id
("yes.RUN"), so that those pages have a way back to it.
"""

from core.pages import Action, Block, Contact, ContactKind, Note, Page, Paragraph, Tone
from core.safety.concerns import concern_words
from core.safety.lines import DIRECTORY, Hours, Line, Way, WayKind, line_for
from core.safety.verdict import Concern
from core.tokens import ActionToken, Verb
from core.wording import Voice, voice


def crisis_page(token: ActionToken, *, carry_on: ActionToken | None = None) -> Page:
    """Return the full answer. Its token is CARE/yes: whoever asks for that again gets this page again."""
    t = voice(token.language)
    return Page(
        token=_care(token, "yes"),
        title=t("First of all"),
        body=(
            Paragraph(t("Thank you for saying this here. You do not have to carry it alone.")),
            *line_blocks(token),
            Paragraph(t("If you might act on it, or already have, call for help now:")),
            *_emergency(token),
            *_steadying(t),
            _program(t),
        ),
        actions=(*_own_pages(token, "yes"), Action(t("I’m safe"), _care(token, "safe")), *_onward(carry_on, t)),
    )


def gentle_page(token: ActionToken, carry_on: ActionToken | None = None) -> Page:
    """Return the one question, with the line on top. Without *carry_on*, CARE/on goes back to where *token* was."""
    t = voice(token.language)
    return Page(
        token=token,
        title=t("One question"),
        body=(
            *line_blocks(token),
            Paragraph(
                t(
                    "What you wrote sounds heavy. When it gets this heavy, thoughts of suicide can come up. "
                    "Are you thinking about suicide?"
                )
            ),
            Note(t("Any answer is fine here.")),
            _program(t),
        ),
        actions=(
            Action(t("Yes"), _care(token, "yes")),
            Action(t("No"), _care(token, "no")),
            Action(t("Not sure"), _care(token, "unsure")),
            *_onward(carry_on or _care(token, "on"), t),
            *_own_pages(token, "ask"),
        ),
    )


def safe_page(token: ActionToken, carry_on: ActionToken | None = None) -> Page:
    """Return the answer to "I'm safe": believed, and the line offered once more."""
    t = voice(token.language)
    return Page(
        token=_care(token, "safe"),
        title=t("Good that you are safe"),
        body=(
            Paragraph(t("I take your word for it. Thank you for telling me.")),
            Paragraph(t("If it gets harder later, these people are there to listen:")),
            *line_blocks(token),
        ),
        actions=(*_onward(carry_on, t), *_home(token, carry_on, t), *_own_pages(token, "safe")),
    )


def concern_page(concern: Concern, token: ActionToken, carry_on: ActionToken | None = None) -> Page:
    """Return the few lines for *concern*, the emergency number, and where to find a line."""
    t = voice(token.language)
    words = concern_words(concern, t)
    return Page(
        token=token,
        title=words.title,
        body=(
            *(Paragraph(line) for line in words.lines),
            Paragraph(words.emergency),
            *_emergency(token),
            *(line_blocks(token) if words.with_line and line_for(token.country) else ()),
            Paragraph(t("Lines to call or text, by country:")),
            _directory(),
            _program(t),
        ),
        actions=(
            *_onward(carry_on, t),
            *_home(token, carry_on, t),
            steady_action(token, _came_from(token, concern.value)),
            *(() if words.with_line else (Action(t("Help now"), token.to(Verb.GO, subject="now")),)),
        ),
    )


def help_now_page(token: ActionToken) -> Page:
    """Return "Help now": the same line, one tap away at any time, before consent too."""
    t = voice(token.language)
    return Page(
        token=token.to(Verb.GO, subject="now"),
        title=t("Help now"),
        body=(
            Paragraph(t("Talking to someone can help, whatever it is. You do not need a reason that is big enough.")),
            *line_blocks(token),
            Paragraph(t("If you are in danger, or might act on a thought of suicide:")),
            *_emergency(token),
            *_steadying(t),
            _program(t),
        ),
        actions=(plan_action(token), steady_action(token), *_home(token, None, t)),
    )


def plan_action(token: ActionToken, came_from: str = "") -> Action:
    """Return the button to the safety plan. *came_from* names the answer it stands under."""
    t = voice(token.language)
    return Action(t("My safety plan"), token.to(Verb.GO, subject="plan", step=came_from))


def steady_action(token: ActionToken, came_from: str = "", tone: Tone = Tone.PLAIN) -> Action:
    """Return the button to grounding. *came_from* names the answer it stands under."""
    t = voice(token.language)
    return Action(t("A steady minute"), token.to(Verb.GO, subject="ground", step=came_from), tone)


def way_back(token: ActionToken) -> tuple[Action, ...]:
    """Return the button back to the answer from which the page of *token* was opened, if it was."""
    t = voice(token.language)
    answer, _, run = token.step.partition(".")
    return (Action(t("Back"), token.to(Verb.CARE, subject=run, step=answer)),) if answer else ()


def line_blocks(token: ActionToken) -> tuple[Block, ...]:
    """Return the line of the token's country, to stand on any private page: ways to reach it, and its hours."""
    t = voice(token.language)
    line = line_for(token.country)
    if line is None:
        return (Paragraph(t("Lines to call or text, by country:")), _directory())
    own = [way for way in line.ways if not way.of]
    others = [way for way in line.ways if way.of]
    return (
        Paragraph(line.name),
        *(Contact(_CONTACT[way.kind], _label(way, t), way.value) for way in own),
        *_hours(line, t),
        *(Contact(_CONTACT[way.kind], _label(way, t), way.value) for way in others),
    )


_CONTACT = {
    WayKind.CALL: ContactKind.CALL,
    WayKind.TEXT: ContactKind.TEXT,
    WayKind.WHATSAPP: ContactKind.TEXT,
    WayKind.CHAT: ContactKind.CHAT,
}


def _label(way: Way, t: Voice) -> str:
    match way.kind:
        case WayKind.CALL:
            label = t("Call {number}", number=way.value)
        case WayKind.WHATSAPP:
            label = t("WhatsApp {number}", number=way.value)
        case WayKind.CHAT:
            label = t("Chat at {site}", site=way.value)
        case WayKind.TEXT if way.word:
            label = t("Text {word} to {number}", word=way.word, number=way.value)
        case WayKind.TEXT if way.calls_back:
            label = t("Text {number}, and someone calls you back", number=way.value)
        case WayKind.TEXT:
            label = t("Text {number}", number=way.value)
    if way.of:
        label = f"{way.of}: {label}"
    return t("{label} (open day and night)", label=label) if way.hours is Hours.ALWAYS else label


def _hours(line: Line, t: Voice) -> tuple[Note, ...]:
    match line.hours:
        case Hours.NINE_TO_MIDNIGHT:
            return (Note(t("Opens at 09:00, closes at 24:00.")),)
        case Hours.BY_WEEKDAY:
            return (Note(t("Its hours differ by day of the week.")),)
        case Hours.UNKNOWN | Hours.ALWAYS:
            return ()


def _emergency(token: ActionToken) -> tuple[Block, ...]:
    t = voice(token.language)
    line = line_for(token.country)
    if line is None:
        return (Paragraph(t("Call the emergency number of the place where you are.")),)
    return tuple(
        Contact(ContactKind.CALL, t("Emergency: call {number}", number=number), number) for number in line.emergency
    )


def _steadying(t: Voice) -> tuple[Block, ...]:
    return (
        Paragraph(t("Is there someone you trust? A few words are enough: “Can you stay with me for a while?”")),
        Paragraph(t("If you wrote a safety plan, it is one tap away, below.")),
        Paragraph(
            t(
                "For the next minute: both feet on the floor. Look around and name five things you can see. "
                "Breathe out slowly."
            )
        ),
    )


def _directory() -> Contact:
    return Contact(ContactKind.SITE, DIRECTORY, DIRECTORY)


def _program(t: Voice) -> Note:
    return Note(t("I am a program. Nobody here sees this, and nobody is alerted."))


def _care(token: ActionToken, step: str) -> ActionToken:
    return token.to(Verb.CARE, subject=_run(token), step=step)


def _run(token: ActionToken) -> str:
    return token.subject if token.verb in (Verb.RUN, Verb.CARE) else ""


def _came_from(token: ActionToken, answer: str) -> str:
    return f"{answer}.{_run(token)}"


def _own_pages(token: ActionToken, answer: str) -> tuple[Action, ...]:
    came_from = _came_from(token, answer)
    return (plan_action(token, came_from), steady_action(token, came_from))


def _onward(carry_on: ActionToken | None, t: Voice) -> tuple[Action, ...]:
    return () if carry_on is None else (Action(t("Carry on"), carry_on),)


def _home(token: ActionToken, carry_on: ActionToken | None, t: Voice) -> tuple[Action, ...]:
    """A page without a way back leads to the front page."""
    return () if carry_on is not None else (Action(t("Open Enough"), token.to(Verb.GO, subject="open")),)
