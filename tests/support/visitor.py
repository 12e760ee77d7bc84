"""A visitor at the desk: what somebody does with the pages alone, with no platform between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.errors import DeliveryError, StorageDown
from core.pages import (
    Block,
    ChoiceField,
    Contact,
    Document,
    ManyField,
    OwnWords,
    Page,
    Rejected,
    Reply,
    ScaleField,
)
from core.people.who import Address, Profile, Who
from core.ports import RawAnswer
from core.private import Private
from core.services.front_desk import FrontDesk
from core.storage import Json, UnitOfWork

MONDAY = datetime(2026, 3, 2, 15, 40, tzinfo=UTC)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self._now = MONDAY

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by


class FakeReach:
    """A platform on which DMs open at once, unless ``refusal`` is set."""

    def __init__(self) -> None:
        self.refusal: DeliveryError | None = None
        self.profile_of_all = Profile()
        self.opened: list[Who] = []

    async def open_dm(self, who: Who) -> Address:
        if self.refusal:
            raise self.refusal
        self.opened.append(who)
        return Address(who.platform, who.tenant, f"D-{who.external_id}")

    async def profile(self, who: Who) -> Profile:
        return self.profile_of_all


class StorageThatIsDown:
    """A database that cannot be reached."""

    def begin(self) -> UnitOfWork:
        raise StorageDown("no connection")

    async def sweep(self, change: Callable[[Json], Json]) -> int:
        raise StorageDown("no connection")

    async def scrub(self) -> None:
        raise StorageDown("no connection")


@dataclass
class Visitor:
    """Somebody at the desk. ``reply`` is what is before their eyes."""

    desk: FrontDesk
    who: Who
    reply: Reply | None = None
    seen: list[Reply] = field(default_factory=list)

    async def command(self, text: str = "") -> "Visitor":
        return self._show(await self.desk.command(self.who, Private(text)))

    async def press(self, label: str) -> "Visitor":
        shown = self.reply
        assert isinstance(shown, Page | Document)
        token = next((action.token for action in shown.actions if action.label == label), None)
        assert token is not None, f"no {label!r} among {[action.label for action in shown.actions]}"
        return self._show(await self.desk.tap(self.who, token))

    async def begin(self, title: str) -> "Visitor":
        """Begin an exercise from the list of all, whatever the start page offers today."""
        await self.command("start")
        return await self.press(title)

    async def fill(self, **answers: str | int | tuple[str, ...]) -> "Visitor":
        page = self.page
        fields = {each.id: each for each in page.fields}
        raw: dict[str, RawAnswer] = {}
        for name, answer in answers.items():
            if isinstance(fields[name], ChoiceField | ManyField | ScaleField):
                raw[name] = answer if isinstance(answer, tuple) else (str(answer),)
            else:
                raw[name] = Private(str(answer))
        reply = await self.desk.submit(self.who, page.token, raw)
        if isinstance(reply, Rejected):
            self.seen.append(reply)
            return self
        return self._show(reply)

    def _show(self, reply: Reply) -> "Visitor":
        self.reply = reply
        self.seen.append(reply)
        return self

    @property
    def page(self) -> Page:
        assert isinstance(self.reply, Page)
        return self.reply

    @property
    def errors(self) -> Mapping[str, str]:
        last = self.seen[-1]
        return last.errors if isinstance(last, Rejected) else {}

    @property
    def text(self) -> str:
        shown = self.reply
        assert isinstance(shown, Page | Document)
        body = shown.body if isinstance(shown, Page) else shown.intro
        labels = [action.label for action in shown.actions]
        fields = [each.label for each in shown.fields] if isinstance(shown, Page) else [shown.text.reveal()]
        return "\n".join([shown.title, *(_words(block) for block in body), *fields, *labels])

    async def keep_first_check_in(self, country: str = "US") -> "Visitor":
        """Go through the first minute to "Keep this"."""
        await self.command()
        await self.fill(country=country)
        await self.fill(roles=("work", "parent"), heavy=8, room=2)
        await self.press("Next")
        return await self.press("Keep this")


def _words(block: Block) -> str:
    if isinstance(block, OwnWords):
        return block.text.reveal()
    return f"{block.label} {block.value}" if isinstance(block, Contact) else block.text
