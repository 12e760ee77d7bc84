"""What Enough can show, apart from any platform: one closed union, rendered by each adapter.

* :class:`Message` is public in the sense that others may read it (an export, a notification on a lock screen): the
  bot's own words alone. It holds no personal text, by type.
* :class:`Page` and :class:`Document` are private: a Slack modal or App Home, a Discord ephemeral reply.
* :class:`Rejected` says that a submitted form cannot be used as it is; what was typed stays in the form.

The bounds below are the tighter one of both platforms, so what can be built here can be shown on both.
Sources: Slack block kit reference (modal title 24, option text 75, section text 3000, placeholder 150), Discord
component reference (label 45, button 80 of which about 30 show on a phone, select 25 options, modal 5 parts,
4000 displayed characters), as listed in the adapters' ``bounds.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from core.private import Private
from core.tokens import ActionToken, Verb, is_acknowledgement

TITLE_CHARS = 24
LABEL_CHARS = 45
BUTTON_CHARS = 30
OPTION_CHARS = 75
HINT_CHARS = 100
PARAGRAPH_CHARS = 2800
BODY_CHARS = 3400
TEXT_CHARS = 1500
OPENING_CHARS = 300  # a thought to begin from
MAX_FIELDS = 5
MAX_OPTIONS = 25
MAX_ACTIONS = 21  # 20 of a page's own, and the one that acknowledges the line on top of it
MAX_BLOCKS = 24
SCALE = range(11)


def _bound(what: str, text: str, most: int, *, least: int = 1) -> None:
    if not least <= len(text) <= most:
        msg = f"{what} of {len(text)} characters, {least} to {most} allowed"
        raise ValueError(msg)


# ---------------------------------------------------------------------------------------------- body


@dataclass(frozen=True)
class Paragraph:
    """The bot's words, plain text: adapters escape it. A line break is a line break."""

    text: str

    def __post_init__(self) -> None:
        _bound("paragraph", self.text, PARAGRAPH_CHARS)


@dataclass(frozen=True)
class Heading:
    """A short line that stands out."""

    text: str

    def __post_init__(self) -> None:
        _bound("heading", self.text, 150)


@dataclass(frozen=True)
class Note:
    """The bot's words, set smaller: context that may be skipped."""

    text: str

    def __post_init__(self) -> None:
        _bound("note", self.text, 1000)


@dataclass(frozen=True)
class OwnWords:
    """The person's words, shown back to them alone, as a quotation."""

    text: Private[str]

    def __post_init__(self) -> None:
        _bound("own words", self.text.reveal(), PARAGRAPH_CHARS)


class ContactKind(StrEnum):
    CALL = "call"
    TEXT = "text"
    CHAT = "chat"
    SITE = "site"


@dataclass(frozen=True)
class Contact:
    """A way to reach help: as tappable as the platform allows.

    ``label`` is what is shown ("Call 988"), ``value`` what is dialled or opened ("988", "988lifeline.org").
    """

    kind: ContactKind
    label: str
    value: str

    def __post_init__(self) -> None:
        _bound("contact label", self.label, 200)
        _bound("contact value", self.value, 100)


Block: TypeAlias = Paragraph | Heading | Note | OwnWords | Contact

# -------------------------------------------------------------------------------------------- fields


@dataclass(frozen=True)
class Option:
    """One choice. ``value`` is stored and may stand in a token; ``label`` is read."""

    value: str
    label: str
    description: str = ""

    def __post_init__(self) -> None:
        _bound("option value", self.value, 32)
        _bound("option label", self.label, OPTION_CHARS)
        _bound("option description", self.description, OPTION_CHARS, least=0)


@dataclass(frozen=True, kw_only=True)
class _Field:
    id: str
    label: str
    hint: str = ""
    optional: bool = False

    def __post_init__(self) -> None:
        _bound("field id", self.id, 24)
        _bound("field label", self.label, LABEL_CHARS)
        _bound("field hint", self.hint, HINT_CHARS, least=0)


@dataclass(frozen=True, kw_only=True)
class TextField(_Field):
    """Words. The answer is text of at most ``max_chars``."""

    max_chars: int = TEXT_CHARS
    multiline: bool = True
    placeholder: str = ""
    value: Private[str] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _bound("placeholder", self.placeholder, HINT_CHARS, least=0)
        if not 1 <= self.max_chars <= TEXT_CHARS:
            msg = f"a text field takes 1 to {TEXT_CHARS} characters"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class ChoiceField(_Field):
    """One of several. The answer is an option's value."""

    options: tuple[Option, ...]
    value: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _options(self.id, self.options)


@dataclass(frozen=True, kw_only=True)
class ManyField(_Field):
    """Any of several. The answer is a tuple of option values, in the order of the options."""

    options: tuple[Option, ...]
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        _options(self.id, self.options)


@dataclass(frozen=True, kw_only=True)
class ScaleField(_Field):
    """0 to 10, with words at both ends. The answer is the number as text."""

    low: str
    high: str
    value: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _bound("scale end", self.low, OPTION_CHARS - 5)
        _bound("scale end", self.high, OPTION_CHARS - 5)


@dataclass(frozen=True, kw_only=True)
class SearchField(_Field):
    """One of many, found by typing. The answer is text that the service looks up, with an error that lists forms."""

    placeholder: str = ""
    value: Private[str] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _bound("placeholder", self.placeholder, HINT_CHARS, least=0)


@dataclass(frozen=True, kw_only=True)
class TimeField(_Field):
    """A time of day, typed or picked. The answer is text such as "16:45" or "4:45pm"."""

    value: str = ""


@dataclass(frozen=True, kw_only=True)
class DateField(_Field):
    """A day, typed or picked. The answer is text such as "2026-03-02"."""

    value: str = ""


Field: TypeAlias = TextField | ChoiceField | ManyField | ScaleField | SearchField | TimeField | DateField


def _options(field_id: str, options: tuple[Option, ...]) -> None:
    values = [option.value for option in options]
    if not 1 <= len(options) <= MAX_OPTIONS or len(set(values)) != len(values):
        msg = f"field {field_id}: 1 to {MAX_OPTIONS} options with different values"
        raise ValueError(msg)


# ------------------------------------------------------------------------------------------- actions


class Tone(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Action:
    """A button."""

    label: str
    token: ActionToken
    tone: Tone = Tone.PLAIN

    def __post_init__(self) -> None:
        _bound("button label", self.label, BUTTON_CHARS)


def in_groups(actions: Sequence[Action]) -> tuple[tuple[Action, ...], ...]:
    """Return *actions* in the groups that stand in rows of their own: answers first, then what leads elsewhere.

    On a phone a row wraps, and "Help now" between two answers would read as one of them.
    """
    return tuple(group for group in answers_and_others(actions) if group)


def answers_and_others(actions: Sequence[Action]) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """Return what answers the page, and what stands after it: ways that lead elsewhere."""
    end = len(actions)
    while end and _leads_elsewhere(actions[end - 1].token):
        end -= 1
    return tuple(actions[:end]), tuple(actions[end:])


def _leads_elsewhere(token: ActionToken) -> bool:
    """A page of grounding is asked for by a command, since nothing of it is stored; its steps are answers still. That
    the line on top was seen is no answer to the page below it."""
    a_page = token.verb is Verb.GO and not (token.subject == "ground" and token.carry)
    return a_page or is_acknowledgement(token)


# ------------------------------------------------------------------------------------------ surfaces


@dataclass(frozen=True, kw_only=True)
class Page:
    """One private page. With ``fields`` it is a form: ``submit`` names its button, and the answers come back with
    ``token``. ``as_it_is`` takes a form that is filled as it stands: for adapters where a form has to be opened first.
    The token's language is that of the adapter's own few words around it (Close, Answer)."""

    token: ActionToken
    title: str
    body: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()
    submit: str = ""
    actions: tuple[Action, ...] = ()
    as_it_is: ActionToken | None = None

    def __post_init__(self) -> None:
        _bound("title", self.title, TITLE_CHARS)
        _bound("submit", self.submit, TITLE_CHARS, least=1 if self.fields else 0)
        tokens = [action.token for action in self.actions]
        ids = [each.id for each in self.fields]
        if len(set(tokens)) != len(tokens) or len(set(ids)) != len(ids):
            msg = "two buttons or two fields of a page mean the same"
            raise ValueError(msg)
        if len(self.fields) > MAX_FIELDS or len(self.actions) > MAX_ACTIONS or len(self.body) > MAX_BLOCKS:
            msg = f"a page holds {MAX_BLOCKS} blocks, {MAX_FIELDS} fields and {MAX_ACTIONS} buttons at most"
            raise ValueError(msg)
        if bool(self.submit) != bool(self.fields):
            msg = "a page has a submit button exactly when it has fields"
            raise ValueError(msg)
        if sum(len(_shown(block)) for block in self.body) > BODY_CHARS:
            msg = f"a page's body holds {BODY_CHARS} characters at most"
            raise ValueError(msg)


def fits(body: Sequence[Block]) -> bool:
    """Tell whether a page holds *body*."""
    return len(body) <= MAX_BLOCKS and sum(len(_shown(block)) for block in body) <= BODY_CHARS


def _shown(block: Block) -> str:
    if isinstance(block, OwnWords):
        return block.text.reveal()
    if isinstance(block, Contact):
        return block.label + block.value
    return block.text


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text the person asked for: paged inside the modal on Slack, a file only they see on Discord.

    ``page`` is the part to show where it is paged (0-based); :meth:`core.services.desk.Desk.tap` with
    ``token.to(EXPORT, step=token.step, carry=str(n))`` returns the document at part *n*.
    """

    token: ActionToken
    title: str
    intro: tuple[Block, ...]
    filename: str
    text: Private[str]
    page: int = 0
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A form that cannot be used yet. ``errors`` maps field ids to sentences; "" is the form as a whole.

    What was typed stays where it is, in the form.
    """

    page_token: ActionToken
    errors: Mapping[str, str] = field(default_factory=dict)


class MessageKey(StrEnum):
    """Every message that Enough can send unasked, or in a DM at all."""

    NUDGE = "nudge"  # the same neutral words for every kind of nudge
    LAST = "last"  # the one after which none comes until the person does
    OPEN_ENOUGH = "open_enough"  # "Open Enough": when no private surface could be shown


@dataclass(frozen=True, kw_only=True)
class Message:
    """A direct message: a key of the catalogue and a closed set of parameters. No personal text, by type.

    ``follow_up``: one more button, which is the same whatever comes back that day.
    """

    key: MessageKey
    language: str
    country: str = ""
    nudge: str = ""
    work_date: date | None = None
    follow_up: bool = False


Reply: TypeAlias = Page | Document | Rejected
