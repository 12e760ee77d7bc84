"""The calendar of a real life: my week, days off, what I write, crossings, quiet hours, and what comes of them."""

import asyncio
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import day_off, nudge, person, recipient
from core.errors import RecipientGone
from core.pages import Document, Page, Rejected
from core.people.who import Profile
from core.private import Private
from core.rhythm import public
from core.services import rhythm
from core.services.visit import House
from core.storage import Storage
from core.tokens import ActionToken, Verb
from tests.support.visitor import FakeClock, FakeReach, Visitor

CANARY = "kumquat pickup"


@pytest.fixture(autouse=True)
def _in_lisbon(reach: FakeReach) -> None:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")


async def begin(visitor: Visitor, *, country: str = "US", yes: bool = True) -> Visitor:
    """Keep the first check-in; it is Monday, 15:40. With *yes* the closing comes at 16:45."""
    await visitor.keep_first_check_in(country=country)
    return await visitor.press("Yes, at 16:45" if yes else "No")


async def go(visitor: Visitor, *labels: str) -> Visitor:
    await visitor.command("settings")
    for label in labels:
        await visitor.press(label)
    return visitor


async def times(visitor: Visitor) -> list[str]:
    """Return the lines of "When I write"."""
    await visitor.command("when")
    return [line for line in visitor.text.splitlines() if any(char.isdigit() for char in line) and ":" in line]


# ------------------------------------------------------------------------------------------------ my week


async def test_the_closing_follows_the_week(visitor: Visitor) -> None:
    """Nine to five at first; until two on Fridays and off on Wednesdays, as soon as that is said."""
    await begin(visitor)
    await go(visitor, "My week")
    assert "Monday to Friday: 09:00 to 17:00\nSaturday, Sunday: off" in visitor.text
    await visitor.fill(days="fri", hours="9-2")
    await visitor.fill(days="wed", hours="off")
    assert (
        "Monday, Tuesday: 09:00 to 17:00\nWednesday: off\nThursday: 09:00 to 17:00\nFriday: 09:00 to 14:00"
        in visitor.text
    )
    assert (await times(visitor))[:4] == [
        "Monday, 2 March, 16:45", "Tuesday, 3 March, 16:45", "Thursday, 5 March, 16:45", "Friday, 6 March, 13:45",
    ]  # fmt: skip


async def test_settings_stay_simple_and_keep_what_the_week_says(visitor: Visitor) -> None:
    """With hours that differ the form asks no time and changes none; with one time for all it is there as ever."""
    await begin(visitor)
    await go(visitor, "My week")
    await visitor.fill(days="fri", hours="9-2")
    await visitor.command("settings")
    assert "by the hours of “My week”" in visitor.text
    assert [field.id for field in visitor.page.fields] == ["country", "language", "zone"]
    await visitor.fill(country="US", language="en", zone="Europe/Lisbon")
    assert "Friday, 6 March, 13:45" in await times(visitor)
    await go(visitor, "What I write")
    await visitor.fill(which=("closing",), closing="17:30")
    await visitor.command("settings")
    assert next(field for field in visitor.page.fields if field.id == "time").value == "17:30"  # type: ignore[union-attr]
    assert "Friday, 6 March, 17:30" in await times(visitor)


async def test_two_weeks_alternate(visitor: Visitor) -> None:
    """This week is A. B differs from the next one on, they can be swapped, and "when" says which week it is."""
    await begin(visitor)
    await go(visitor, "My week", "Every other week differs")
    assert "Week A: this week" in visitor.text
    await visitor.fill(days="mon-tue", hours="off", which="b")
    lines = await times(visitor)
    assert "This is week A." in visitor.text
    assert "Tuesday, 3 March, 16:45" in lines
    assert "Tuesday, 10 March, 16:45" not in lines
    assert "Wednesday, 11 March, 16:45" in lines
    await go(visitor, "My week", "Swap A and B")
    lines = await times(visitor)
    assert "Tuesday, 3 March, 16:45" not in lines
    assert "Tuesday, 10 March, 16:45" in lines
    await go(visitor, "My week", "The same every week")
    assert "Tuesday, 3 March, 16:45" in await times(visitor)


async def test_a_night_shift_is_written_to_in_the_morning_after(visitor: Visitor) -> None:
    """From ten to six: at 05:45, on the days after, and "quiet until tomorrow" lets the whole night go by."""
    await begin(visitor)
    await go(visitor, "My week")
    await visitor.fill(days="weekdays", hours="22:00-06:00")
    assert "22:00 to 06:00 the next day" in visitor.text
    assert (await times(visitor))[0] == "Tuesday, 3 March, 05:45"
    await visitor.command("pause")
    await visitor.press("Quiet until tomorrow")
    assert (await times(visitor))[:2] == [
        "Tuesday, 3 March, 05:45 · not then: quiet", "Wednesday, 4 March, 05:45",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "kinds", "said", "first"),
    [
        (9.5, ("opening", "closing"), "I am quiet until 22:00.", "Tuesday, 3 March, 22:00 · start of day"),
        (14.2, ("opening", "closing"), "I am quiet until 22:00.", "Tuesday, 3 March, 22:00 · start of day"),
        (9.5, ("closing",), "I am quiet until Wednesday, 4 March.", "Wednesday, 4 March, 05:45"),
        (24, ("closing",), "I am quiet until Wednesday, 4 March.", "Thursday, 5 March, 05:45"),
    ],
)
async def test_in_a_night_shift_today_is_the_day_on_which_it_began(
    visitor: Visitor, clock: FakeClock, hours: float, kinds: tuple[str, ...], said: str, first: str
) -> None:
    """At one, or on the way home at six, "quiet until tomorrow" ends that shift, and not the next night too."""
    await begin(visitor)
    await go(visitor, "My week")
    await visitor.fill(days="weekdays", hours="22:00-06:00")
    await go(visitor, "What I write")
    await visitor.fill(which=kinds)
    clock.move(timedelta(hours=hours))
    await visitor.command("pause")
    await visitor.press("Quiet until tomorrow")
    assert said in visitor.text
    assert next(line for line in await times(visitor) if "not then" not in line) == first


@pytest.mark.parametrize(("days", "hours", "wrong"), [
    ("someday", "9-5", {"days"}), ("mon", "late", {"hours"}), ("", "", {"days"}), ("every day", "off", {"hours"}),
    ("nunca", "99", {"days", "hours"}),
])  # fmt: skip
async def test_what_is_no_week_is_refused_with_forms_that_work(
    visitor: Visitor, days: str, hours: str, wrong: set[str]
) -> None:
    """Each wrong field has a sentence; nothing is changed; a week without a working day is not one."""
    await begin(visitor)
    await go(visitor, "My week")
    await visitor.fill(days=days, hours=hours)
    assert set(visitor.errors) == wrong
    assert len(await times(visitor)) == 10


# ----------------------------------------------------------------------------------------------- days off


async def test_days_off_are_quiet_and_can_be_taken_back(visitor: Visitor) -> None:
    """One day, or a span; "when" says why; removed, they are days as any other."""
    await begin(visitor)
    await go(visitor, "Days off")
    await visitor.fill(first="tomorrow")
    await visitor.fill(first="2026-03-05", last="9 March")
    assert "1. Tuesday, 3 March\n2. Thursday, 5 March to Monday, 9 March" in visitor.text
    lines = await times(visitor)
    assert [line for line in lines if "not then: a day off" in line] == [
        f"{day}, 16:45 · not then: a day off"
        for day in ("Tuesday, 3 March", "Thursday, 5 March", "Friday, 6 March", "Monday, 9 March")
    ]
    await go(visitor, "Days off", "Remove 2")
    assert [line for line in await times(visitor) if "not then" in line] == [
        "Tuesday, 3 March, 16:45 · not then: a day off"
    ]


async def test_days_of_next_week_are_named_as_people_do(visitor: Visitor) -> None:
    """On a Monday, "Thursday" to "Tuesday" ends the week after."""
    await begin(visitor)
    await go(visitor, "Days off")
    await visitor.fill(first="Thursday", last="Tuesday")
    assert "1. Thursday, 5 March to Tuesday, 10 March" in visitor.text


async def test_a_region_stays_behind_at_a_move(visitor: Visitor) -> None:
    """ "MD" is Maryland in the United States and Madrid in Spain: whoever moves is asked anew."""
    await begin(visitor)
    await go(visitor, "Days off", "Public holidays")
    await visitor.fill(free="yes", region="Maryland")
    await visitor.command("settings")
    await visitor.fill(country="ES", language="en", zone="Europe/Madrid", time="16:45")
    await go(visitor, "Days off", "Public holidays")
    assert "Comunidad de Madrid" not in str(visitor.page.fields)
    region = next(each for each in visitor.page.fields if each.id == "region")
    assert getattr(region, "value", None) is None


@pytest.mark.parametrize(("first", "last", "wrong"), [
    ("whenever", "", {"first"}), ("", "", {"first"}), ("2026-03-05", "2026-03-04", {"last"}),
    ("2020-01-01", "", {"first"}), ("tomorrow", "whenever", {"last"}),
])  # fmt: skip
async def test_what_is_no_day_is_refused(visitor: Visitor, first: str, last: str, wrong: set[str]) -> None:
    """A day that is over, far away, or before the first is a slip."""
    await begin(visitor)
    await go(visitor, "Days off")
    await visitor.fill(first=first, last=last)
    assert set(visitor.errors) == wrong


async def test_public_holidays_by_country_and_region(visitor: Visitor, clock: FakeClock) -> None:
    """Good Friday is free all over the United Kingdom, Easter Monday in England only: by name, to the person alone."""
    clock.move(timedelta(days=28))
    await begin(visitor, country="GB")
    assert "Friday, 3 April, 16:45 · not then: Good Friday" in await times(visitor)
    assert "Monday, 6 April, 16:45" in await times(visitor)
    await go(visitor, "Days off", "Public holidays")
    assert "Friday, 3 April: Good Friday" in visitor.text
    await visitor.fill(free="yes", region="Atlantis")
    assert "England" in visitor.errors["region"]
    await visitor.fill(free="yes", region="england")
    assert "Monday, 6 April, 16:45 · not then: Easter Monday" in await times(visitor)
    await go(visitor, "Days off", "Public holidays")
    await visitor.fill(free="no", region="england")
    assert "Friday, 3 April, 16:45" in await times(visitor)


class ImportThreads:
    """Writes down in which thread the library of holidays is loaded; finds nothing itself."""

    def __init__(self) -> None:
        self.seen: list[threading.Thread] = []

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "holidays":
            self.seen.append(threading.current_thread())


async def test_the_library_of_holidays_is_loaded_beside_the_loop(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes most of a second, in which nobody else would be answered."""
    await begin(visitor, yes=False)
    for name in [each for each in sys.modules if each.partition(".")[0] == "holidays"]:
        monkeypatch.delitem(sys.modules, name)
    public._names_of_regions.cache_clear()
    public._of_year.cache_clear()
    threads = ImportThreads()
    monkeypatch.setattr(sys, "meta_path", [threads, *sys.meta_path])
    await go(visitor, "Days off", "Public holidays")
    assert threads.seen
    assert threading.main_thread() not in threads.seen


async def test_holidays_follow_country_and_language(visitor: Visitor, clock: FakeClock) -> None:
    """Moved to Mexico, and reading Spanish: its holidays, by their Spanish names."""
    clock.move(timedelta(days=1))
    await begin(visitor)
    await visitor.command("settings")
    await visitor.fill(country="MX", language="es", zone="America/Mexico_City", time="16:45")
    lines = await times(visitor)
    assert any("ese día no: Natalicio de Benito Juárez" in line for line in lines)


async def test_in_a_country_without_any_nothing_is_guessed(visitor: Visitor) -> None:
    """The page says so, and that days off can be set one by one."""
    await begin(visitor, country="ZZ")
    await go(visitor, "Days off", "Public holidays")
    assert "I know no public holidays of your country" in visitor.text
    assert [field.id for field in visitor.page.fields] == ["free"]


async def test_holidays_are_planned_further_ahead_once_a_day(
    visitor: Visitor, storage: Storage, clock: FakeClock, engine: AsyncEngine
) -> None:
    """After months without a visit the chore adds next year's, once; days of their own stay, and so do the times."""
    await begin(visitor, country="DE")
    await go(visitor, "Days off")
    await visitor.fill(first="24 Dec")
    async with engine.begin() as connection:
        before = set((await connection.execute(select(day_off.c.day))).scalars())
    assert await rhythm.renew_holidays(storage, clock.now()) == 0
    clock.move(timedelta(days=120))
    assert await rhythm.renew_holidays(storage, clock.now()) == 1
    assert await rhythm.renew_holidays(storage, clock.now()) == 0
    async with engine.begin() as connection:
        after = set((await connection.execute(select(day_off.c.day))).scalars())
    assert max(after) > max(before)
    assert "2026-12-24" in {day.isoformat() for day in after}
    assert len(await times(visitor)) == 10


async def test_whoever_wants_no_messages_has_no_holidays_looked_up(
    visitor: Visitor, storage: Storage, clock: FakeClock, engine: AsyncEngine
) -> None:
    """Nothing is planned for somebody who is not written to."""
    await begin(visitor, yes=False)
    await go(visitor, "My week")
    await visitor.fill(days="fri", hours="9-2")
    clock.move(timedelta(days=400))
    assert await rhythm.renew_holidays(storage, clock.now()) == 0
    async with engine.begin() as connection:
        assert list((await connection.execute(select(day_off.c.day))).scalars()) == []


# ------------------------------------------------------------------------------------------- what I write


async def test_more_kinds_are_twice_a_day(visitor: Visitor) -> None:
    """Closing alone is once a day. With more, the page says how much it is, and the list says what each is and what
    finds no room."""
    await begin(visitor)
    await go(visitor, "What I write")
    assert "Now: end of day. Once a day, 6 a week." in visitor.text
    await visitor.fill(which=("opening", "checkin", "closing", "review"), opening="8:30", checkin="1pm")
    assert "Twice a day, 10 a week." in visitor.text
    lines = await times(visitor)
    assert [line for line in lines if line.startswith("Tuesday, 3 March")] == [
        "Tuesday, 3 March, 08:30 · start of day",
        "Tuesday, 3 March, 13:00 · check-in · not then: two a day are enough",
        "Tuesday, 3 March, 16:45 · end of day",
    ]
    assert any(line.startswith("Friday, 6 March, 16:30 · look at the week") for line in lines)
    await go(visitor, "What I write")
    await visitor.fill(which=("closing",))
    assert "Once a day, 6 a week." in visitor.text
    assert (await times(visitor))[0] == "Monday, 2 March, 16:45"


async def test_a_time_that_is_typed_for_it_says_that_it_is_wanted(visitor: Visitor) -> None:
    """Nobody has to pick it too. What came so far and is not picked any more still ends, whatever its time."""
    await begin(visitor)
    await go(visitor, "What I write")
    await visitor.fill(which=("closing",), opening="8:30")
    assert "Twice a day, 10 a week." in visitor.text
    assert "Tuesday, 3 March, 08:30 · start of day" in await times(visitor)
    await go(visitor, "What I write")
    await visitor.fill(which=("closing",), opening="8:30")
    assert "Once a day, 6 a week." in visitor.text


async def test_nothing_picked_is_silence(visitor: Visitor) -> None:
    """With every kind off nothing comes; settings say the same."""
    await begin(visitor)
    await go(visitor, "What I write")
    await visitor.fill()
    assert "Now I write nothing." in visitor.text
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_a_stop_holds_whatever_is_set_after_it(visitor: Visitor) -> None:
    """Stopped is stopped: a change of the week, of days off or of quiet hours begins nothing again."""
    await begin(visitor)
    await visitor.command("stop")
    await go(visitor, "My week")
    await visitor.fill(days="fri", hours="9-2")
    await go(visitor, "Days off")
    await visitor.fill(first="tomorrow")
    await go(visitor, "Quiet hours")
    await visitor.fill(**{"from": "22:00", "to": "7:00"})
    await visitor.command("when")
    assert "I do not write to you" in visitor.text
    await go(visitor, "What I write")
    assert "Now I write nothing." in visitor.text


async def test_the_first_message_asked_for_on_this_page_opens_the_dm(visitor: Visitor, reach: FakeReach) -> None:
    """The direct message is opened in the very click; where it cannot be, that is said and nothing is set."""
    await begin(visitor, yes=False)
    reach.refusal = RecipientGone("closed")
    await go(visitor, "What I write")
    await visitor.fill(which=("opening",))
    assert "does not let me write to you" in visitor.text
    reach.refusal = None
    await go(visitor, "What I write")
    await visitor.fill(which=("opening",))
    assert len(reach.opened) == 1
    assert (await times(visitor))[0] == "Tuesday, 3 March, 09:00"


async def test_without_a_clock_it_is_asked_for_first(visitor: Visitor, reach: FakeReach) -> None:
    """No hour can be right for somebody who never said where they are."""
    reach.profile_of_all = Profile()
    await begin(visitor, yes=False)
    await go(visitor, "What I write")
    await visitor.fill(which=("opening",), opening="whenever")
    assert set(visitor.errors) == {"which", "opening"}
    await visitor.press("Crossings")
    await visitor.fill(name="pickup", days="tue", time="15:10", before=15)
    assert set(visitor.errors) == {"time"}


# ---------------------------------------------------------------------------------------------- crossings


async def test_a_crossing_is_written_before_they_leave(visitor: Visitor, engine: AsyncEngine) -> None:
    """Tuesdays and Thursdays at 14:55 for 15:10; its name is on the page, sealed in the database, and in the export."""
    await begin(visitor)
    await go(visitor, "What I write", "Crossings")
    await visitor.fill(name=CANARY, days="tue and thu", time="3:10", before=15)
    assert CANARY in visitor.text
    assert "1. Tuesday, Thursday, 15:10. I write at 14:55." in visitor.text
    lines = await times(visitor)
    assert "Tuesday, 3 March, 14:55 · crossing" in lines
    assert CANARY not in visitor.text
    async with engine.begin() as connection:
        for table in (person, nudge, recipient):
            assert CANARY not in repr((await connection.execute(select(table))).all())
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert isinstance(visitor.reply, Document)
    assert CANARY in visitor.reply.text.reveal()
    await go(visitor, "What I write", "Crossings", "Remove 1")
    assert CANARY not in visitor.text
    assert (await times(visitor))[1] == "Tuesday, 3 March, 16:45"


@pytest.mark.parametrize(("typed", "shown"), [("8:10", "08:10"), ("3:10", "15:10"), ("7:30", "07:30"), ("6", "18:00")])
async def test_a_way_in_the_morning_is_taken_as_one(visitor: Visitor, typed: str, shown: str) -> None:
    """Without "am" the time is the likelier one for leaving, and the page shows which it took."""
    await begin(visitor)
    await go(visitor, "What I write", "Crossings")
    await visitor.fill(name="school", days="mon", time=typed, before=0)
    assert f"Monday, {shown}. I write at {shown}." in visitor.text


async def test_a_crossing_can_rest_and_come_back(visitor: Visitor) -> None:
    """Taken off in "What I write" it stays on its page; without one, there is nothing to turn on."""
    await begin(visitor)
    await go(visitor, "What I write")
    await visitor.fill(which=("crossing", "closing"))
    assert "Crossings" in visitor.errors["which"]
    await visitor.press("Crossings")
    await visitor.fill(name="pickup", days="tue", time="15:10", before=0)
    await visitor.press("What I write")
    await visitor.fill(which=("closing",))
    await visitor.press("Crossings")
    assert "Crossings are off" in visitor.text
    await visitor.press("What I write")
    await visitor.fill(which=("closing", "crossing"))
    assert "Tuesday, 3 March, 15:10 · crossing" in await times(visitor)


async def test_there_are_six_crossings_at_most(visitor: Visitor) -> None:
    """The seventh is refused; wrong fields have their sentences."""
    await begin(visitor)
    await go(visitor, "What I write", "Crossings")
    for _ in range(6):
        await visitor.fill(name="pickup", days="tue", time="15:10", before=15)
    await visitor.fill(name="pickup", days="tue", time="15:10", before=15)
    assert set(visitor.errors) == {"name"}
    await visitor.fill(name=" ", days="never", time="late", before=15)
    assert set(visitor.errors) == {"name", "days", "time"}


async def test_many_kinds_and_crossings_fit_one_page(visitor: Visitor) -> None:
    """With everything there is, the list ends at the end of a day and says so."""
    await begin(visitor)
    await go(visitor, "What I write", "Crossings")
    for hour in range(10, 16):
        await visitor.fill(name="pickup", days="mon-sun", time=f"{hour}:10", before=15)
    await go(visitor, "What I write")
    await visitor.fill(which=("opening", "checkin", "closing", "review", "crossing"))
    lines = await times(visitor)
    assert "It goes on like this" in visitor.text
    assert len(lines) > 20


# -------------------------------------------------------------------------------------- quiet hours, pause


async def test_quiet_hours_leave_out_or_move(visitor: Visitor) -> None:
    """What falls into them is left out; what they end soon after comes then, and the list shows that time."""
    await begin(visitor)
    await go(visitor, "What I write")
    await visitor.fill(which=("opening", "closing"), opening="8:00")
    await go(visitor, "Quiet hours")
    await visitor.fill(**{"from": "4pm", "to": "8:30"})
    assert "Nothing comes from 16:00 to 08:30." in visitor.text
    lines = await times(visitor)
    assert "Tuesday, 3 March, 08:30 · start of day" in lines
    assert "Tuesday, 3 March, 16:45 · end of day · not then: in your quiet hours" in lines
    await go(visitor, "Quiet hours")
    await visitor.fill(**{"from": "22:00"})
    assert set(visitor.errors) == {"to"}
    await visitor.fill(**{"from": "22:00", "to": "22:00"})
    assert set(visitor.errors) == {"to"}
    await visitor.fill(**{"from": "late", "to": ""})
    assert set(visitor.errors) == {"from"}
    await visitor.fill()
    assert "Tuesday, 3 March, 08:00 · start of day" in await times(visitor)


async def test_a_pause_until_a_day(visitor: Visitor) -> None:
    """Until the day that was named nothing comes, and on it something does."""
    await begin(visitor)
    await visitor.command("pause")
    await visitor.press("Until a day I name")
    for wrong in ("today", "yesterday", "whenever", ""):
        await visitor.fill(day=wrong)
        assert set(visitor.errors) == {"day"}
    await visitor.fill(day="Thursday")
    assert "I am quiet until Thursday, 5 March" in visitor.text
    lines = await times(visitor)
    assert [("not then" in line) for line in lines[:4]] == [True, True, True, False]


# ------------------------------------------------------------------------------------------------ the clock


@pytest.mark.parametrize(("country", "said"), [("US", "Thursday, 5 March"), ("GB", "Sunday, 3 May")])
async def test_figures_are_read_as_they_are_written_where_somebody_lives(
    visitor: Visitor, country: str, said: str
) -> None:
    """ "3/5" is in March in the United States: read as in May, the quiet would be two months too long."""
    await begin(visitor, country=country)
    await visitor.command("pause")
    await visitor.press("Until a day I name")
    await visitor.fill(day="3/5")
    assert f"I am quiet until {said}." in visitor.text


async def test_another_clock_in_the_profile_is_asked_about(
    visitor: Visitor, reach: FakeReach, clock: FakeClock
) -> None:
    """Not moved by itself. Asked on the start page, once a week at most, and once only where it was answered."""
    await begin(visitor)
    reach.profile_of_all = Profile(zone="Europe/Berlin")
    await visitor.command("open")
    assert "Keep 16:45 by the clock of Lisbon, or move it to Berlin?" in visitor.text
    await visitor.command("open")
    assert "Berlin" not in visitor.text
    assert (await times(visitor))[1] == "Tuesday, 3 March, 16:45"
    clock.move(timedelta(days=7))
    await visitor.command("open")
    await visitor.press("Keep Lisbon")
    clock.move(timedelta(days=8))
    await visitor.command("open")
    assert "Berlin" not in visitor.text
    reach.profile_of_all = Profile(zone="America/New_York")
    await visitor.command("open")
    await visitor.press("Move to New York")
    assert "by the clock of New York now" in visitor.text
    async with visitor.desk._house.storage.begin() as work:
        owner = await work.people.find(visitor.who)
        assert owner is not None
        plans = await work.nudges.all(owner)
    assert owner.zone == "America/New_York"
    assert [(time.zone, time.minute) for plan in plans if plan.enabled for time in plan.times] == [
        ("America/New_York", 1005)
    ]


@pytest.mark.parametrize("zone", ["Europe/London", "Atlantic/Faroe", "Atlantis/Nowhere", "Etc/GMT+5", None, ""])
async def test_a_clock_that_shows_the_same_is_not_asked_about(
    visitor: Visitor, reach: FakeReach, zone: str | None
) -> None:
    """Nor one that nobody knows."""
    await begin(visitor)
    reach.profile_of_all = Profile(zone=zone)
    await visitor.command("open")
    assert "Keep" not in visitor.text


async def test_a_slow_profile_holds_nobody_up(visitor: Visitor, house: House, reach: FakeReach) -> None:
    """The page comes without it; whoever wants no messages is not asked at all."""
    await begin(visitor)
    slow, released = reach.profile, asyncio.Event()

    async def profile(who: object) -> Profile:
        await released.wait()
        return Profile(zone="Europe/Berlin")

    reach.profile = profile  # type: ignore[method-assign,assignment]
    async with asyncio.timeout(5):
        await visitor.command("open")
    assert "Berlin" not in visitor.text
    released.set()
    await visitor.desk.settle()
    reach.profile = slow  # type: ignore[method-assign]
    await visitor.command("stop")
    reach.profile_of_all = Profile(zone="Europe/Berlin")
    await visitor.command("open")
    assert "Berlin" not in visitor.text


# ---------------------------------------------------------------------------------------------- what is kept


async def test_nothing_of_it_is_open(visitor: Visitor, engine: AsyncEngine) -> None:
    """The database shows days, not why; a region, a week and names of holidays are sealed."""
    await begin(visitor, country="GB")
    await go(visitor, "Days off", "Public holidays")
    await visitor.fill(free="yes", region="scotland")
    async with engine.begin() as connection:
        rows = repr((await connection.execute(select(person))).all()) + repr(
            (await connection.execute(select(day_off))).all()
        )
    assert all(word not in rows for word in ("SCT", "Scotland", "Good Friday"))


@pytest.mark.parametrize(("step", "subject", "carry"), [
    ("week", "three", ""), ("off", "add", "20260302"), ("cross", "drop", "x" * 24), ("nowhere", "", ""),
    ("zone", "", ""), ("zone", "move", "Atlantis.Nowhere"), ("zone", "stay", "Europe.Berlin"), ("quiet", "drop", ""),
    ("kinds", "all", ""),
])  # fmt: skip
async def test_buttons_that_no_page_has_change_nothing(visitor: Visitor, step: str, subject: str, carry: str) -> None:
    """Forged ones are answered kindly, and the times stay."""
    await begin(visitor)
    reply = await visitor.desk.tap(
        visitor.who, ActionToken(Verb.LIFE, subject=subject, step=step, carry=carry, country="US")
    )
    assert isinstance(reply, Page)
    assert len(await times(visitor)) == 10


async def test_a_forged_form_of_no_page_is_answered(visitor: Visitor) -> None:
    """So is a form that names no page."""
    await begin(visitor)
    reply = await visitor.desk.submit(visitor.who, ActionToken(Verb.LIFE, step="nowhere"), {"days": Private("mon")})
    assert isinstance(reply, Page)
    reply = await visitor.desk.submit(visitor.who, ActionToken(Verb.LIFE, step="week", country="US"), {})
    assert isinstance(reply, Rejected)
