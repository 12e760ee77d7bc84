"""The town's clock on its way: through every due time up to where it is sent, one journey at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bots.playground.page import travel
from bots.playground.page.side import Json, Refused
from bots.playground.page.town import Citizen, Town
from bots.playground.process import BotEnded

_DAY = timedelta(days=1)
_STEP = timedelta(minutes=6)  # while a day is played
_STEP_SECONDS = 0.25  # a day in a minute
_LOOK_SECONDS = 0.15  # how long the page shows a stop on a long way
_LAST_YEAR = 2099  # no table of clock changes and holidays, and not much else, knows what comes then
_LOOKED_FOR_NEXT = timedelta(days=16)  # how far ahead the next message is looked for: it may come once a week


class Journey:
    """Moves the clock of *town*; *moved* is called after each stop."""

    def __init__(self, town: Town, moved: Callable[[], None]) -> None:
        self._town = town
        self._moved = moved
        self._under_way = asyncio.Lock()
        self._playing: asyncio.Task[None] | None = None

    @property
    def playing(self) -> bool:
        return self._playing is not None and not self._playing.done()

    async def jump(self, to: str, who: Citizen) -> Json:
        """Go where *to* says, for *who*: their zone, their country, their messages. Return what there is to say.

        Raises Refused when there is no such time for them, and LookupError for a *to* there is not.
        """
        go = {
            "now": self._to_now,
            "next": self._to_next,
            "friday": self._to_friday,
            "clock_change": self._to_clock_change,
            "holiday": self._to_holiday,
            "two_weeks": self._through_two_weeks,
        }[to]
        async with self.alone():
            try:
                return {"said": await go(who)}
            except travel.Nowhere as nowhere:
                raise Refused(str(nowhere)) from None

    async def set(self, instant: datetime) -> None:
        """Make it *instant* (aware) at once, as after a night without power: what is stale by then is not sent.

        Raises Refused for an earlier time, since what the bot is done with does not come again, and for one that is
        too far away for anybody to know it.
        """
        self._check_later(instant)
        if instant.year > _LAST_YEAR:
            raise Refused(f"The clock goes as far as the year {_LAST_YEAR}.")
        async with self.alone():
            await self._town.move_clock(instant)
            self._moved()

    async def play(self) -> None:
        """Begin to play a day in a minute."""
        await self.stop()
        self._playing = asyncio.create_task(self._play(), name="a day in a minute")
        self._playing.add_done_callback(lambda _: self._moved())  # when the day is over the page shows it
        self._moved()

    async def stop(self) -> None:
        """End what is being played, and return when it stands still."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)
            self._playing = None
            self._moved()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Keep the clock for oneself. Raises Refused while it is on its way."""
        await self.stop()
        if self._under_way.locked():
            raise Refused("The clock is on its way already.")
        async with self._under_way:
            yield

    # ----------------------------------------------------------------------------------------------- within

    def _check_later(self, instant: datetime) -> None:
        if instant < self._town.now:
            raise Refused("The clock goes forward only: what was sent does not come again. “Start over” begins anew.")

    async def _play(self) -> None:
        until = self._town.now + _DAY
        with suppress(BotEnded):  # the page says it of itself
            while self._town.now < until:
                async with self._under_way:
                    await self._through(self._town.now + _STEP)
                await asyncio.sleep(_STEP_SECONDS)

    async def _through(self, until: datetime, *, look: float = 0.0) -> None:
        """Stop at each due time before *until*, *look* seconds where a message came, and end there."""
        while due := travel.next_due(self._town.bot.database, self._town.now):
            if due > until:
                break
            before = self._messages
            await self._town.move_clock(due)
            self._moved()
            await asyncio.sleep(look if self._messages > before else 0)
        if until > self._town.now:
            await self._town.move_clock(until)
        self._moved()

    @property
    def _messages(self) -> int:
        return sum(each.messages for each in self._town.people.values())

    async def _to_now(self, _who: Citizen) -> str:
        machine = datetime.fromtimestamp(time.time(), UTC)
        self._check_later(machine)
        await self._town.move_clock(machine)
        self._moved()
        return "It is now, as on this machine."

    async def _to_next(self, who: Citizen) -> str:
        before, begin, passed = who.messages, self._town.now, 0
        while due := travel.next_due(self._town.bot.database, self._town.now, who.accounts):
            if due > begin + _LOOKED_FOR_NEXT:
                break
            await self._through(due, look=_LOOK_SECONDS / 3)
            if who.messages > before:
                return f"A message came for {who.name}. " + (f"It passed over {passed} times before." if passed else "")
            passed += 1
        if passed:
            return f"No message came for {who.name} in more than two weeks: it is silent until they come back."
        raise Refused(f"{who.name} asked for no message yet: say yes when it asks “Shall I write?”")

    async def _to_friday(self, who: Citizen) -> str:
        await self._through(travel.friday_evening(self._town.now, who.zone))
        return "It is Friday evening."

    async def _to_clock_change(self, who: Citizen) -> str:
        noon, by = travel.clock_change(self._town.now, who.zone)
        await self._through(noon, look=_LOOK_SECONDS / 3)
        minutes = int(by.total_seconds() // 60)
        return f"Last night the clocks went {'forward' if minutes > 0 else 'back'} by {abs(minutes)} minutes."

    async def _to_holiday(self, who: Citizen) -> str:
        country = travel.country_of(self._town.bot.database, who.accounts, who.zone)
        morning, name = travel.holiday(self._town.now, who.zone, country)
        await self._through(morning, look=_LOOK_SECONDS / 3)
        return f"{name}: a public holiday in {country}. Nothing comes on it, unless they chose that it does."

    async def _through_two_weeks(self, who: Citizen) -> str:
        before, begin = who.messages, self._town.now
        await self._through(begin + travel.SILENCE, look=_LOOK_SECONDS)
        came = who.messages - before
        local = self._town.now.astimezone(ZoneInfo(who.zone))
        return f"Two weeks in which nobody answered: {came} messages came to {who.name}. It is {local:%-d %B}."
