"""Builds every object by plain constructors, starts the parts, and ends them in order. The one module that sees all.

A platform's library is imported only when that platform runs: each costs a third of a second and 20 MB.
"""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bots import logs
from bots.part import Part
from bots.settings import Settings, check_discord, check_slack
from core.clock import Clock, SteeredClock, SystemClock
from core.db.engine import database_url, make_engine
from core.db.migrate import is_current, upgrade
from core.db.outbox import SqlOutbox
from core.db.storage import SqlStorage
from core.errors import ConfigurationError
from core.exercises.catalog import load_catalog
from core.exercises.check import check_content
from core.exercises.model import Exercise
from core.people.who import Platform
from core.ports import Messenger, Reach
from core.safety.screen import prepare
from core.services import rhythm
from core.services.expiry import without_expired
from core.services.front_desk import FrontDesk
from core.services.visit import Facts, House
from core.vault import Vault, parse_master_keys
from core.wording import add_translations

DRAIN_SECONDS = 12.0  # for answers and sends under way; with the bounds on closing, all ends within 20 s

log = structlog.get_logger(__name__)


@dataclass
class Parts:
    """What runs in this process."""

    ready: list[asyncio.Event] = field(default_factory=list)
    serve: list[Callable[[], Awaitable[None]]] = field(default_factory=list)  # as long as the process runs
    stop: list[Callable[[], Awaitable[object]]] = field(default_factory=list)  # take nothing new, end what is begun
    close: list[Callable[[], Awaitable[object]]] = field(default_factory=list)  # connections, once nothing uses them
    moved: Callable[[], Awaitable[None]] | None = None  # for a clock that was moved by hand

    def are_ready(self) -> bool:
        return all(event.is_set() for event in self.ready)


async def run_until_stopped(settings: Settings, only: frozenset[Part]) -> None:
    """Run the chosen parts until SIGTERM or SIGINT.

    Raises ConfigurationError before anything is started when a setting is missing or wrong, and when a platform
    refuses a token; StorageDown when the database cannot be reached at the start.
    """
    stopped = _stop_signal()
    logs.configure(settings.log_level, fmt=settings.log_format)
    platforms = _platforms(settings, only)
    vault = Vault(parse_master_keys(settings.key_text()))
    clock = _clock(settings)
    catalog = _content(settings)
    await _prepare_database(settings)
    prepare()  # compiles the screen's rules: 0.7 s that the first text would wait for
    engine = make_engine(settings.database_url)
    try:
        storage = SqlStorage(engine, vault)
        await storage.check_master_keys()
        await _run(settings, only, platforms, storage, SqlOutbox(engine), clock, catalog, stopped)
    finally:
        await engine.dispose()


async def _run(
    settings: Settings,
    only: frozenset[Part],
    platforms: frozenset[Platform],
    storage: SqlStorage,
    outbox: SqlOutbox,
    clock: Clock,
    catalog: Mapping[str, Exercise],
    stopped: asyncio.Event,
) -> None:
    parts = Parts()
    messengers: dict[Platform, Messenger] = {}
    reach: dict[Platform, Reach] = {}
    house = House(storage, reach, clock, catalog, _facts(settings))
    desk = FrontDesk(house)
    if Platform.SLACK in platforms:
        _add_slack(settings, only, parts, desk, clock, messengers, reach)
    if Platform.DISCORD in platforms:
        _add_discord(settings, only, parts, desk, clock, messengers, reach)
    if Part.NUDGES in only:
        _add_nudges(parts, storage, outbox, messengers, clock)
    if settings.web_port is not None and Part.WEB in only:
        _add_web(settings, parts, clock)
    gc.collect()
    gc.freeze()  # what is loaded stays; a full collection would look through all of it while the loop stands still
    try:
        await _serve(parts, stopped)
    finally:
        await desk.settle()
        await asyncio.gather(*(close() for close in parts.close), return_exceptions=True)
        log.info("stopped")


async def _serve(parts: Parts, stopped: asyncio.Event) -> None:
    """Run the parts until *stopped* is set or one of them ends, and then end them together. Raises what ended one."""
    tasks = [asyncio.ensure_future(serve()) for serve in parts.serve]
    waiting = asyncio.ensure_future(stopped.wait())
    announced = asyncio.ensure_future(_announce(parts))
    try:
        done, _ = await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done - {waiting}:
            task.result()
    finally:
        log.info("stopping")
        for failure in await asyncio.gather(*(stop() for stop in parts.stop), return_exceptions=True):
            if isinstance(failure, Exception):
                log.error("stop_failed", error=type(failure).__name__)
        for task in (*tasks, waiting, announced):
            task.cancel()
        await asyncio.gather(*tasks, waiting, announced, return_exceptions=True)


async def _announce(parts: Parts) -> None:
    for event in parts.ready:
        await event.wait()
    log.info("ready")


def _add_slack(
    settings: Settings,
    only: frozenset[Part],
    parts: Parts,
    desk: FrontDesk,
    clock: Clock,
    messengers: dict[Platform, Messenger],
    reach: dict[Platform, Reach],
) -> None:
    from bots.slack.messenger import SlackMessenger

    token = settings.slack_bot_token.get_secret_value()
    messenger = SlackMessenger(token, settings.slack_api_url, clock)
    messengers[Platform.SLACK] = reach[Platform.SLACK] = messenger
    parts.close.append(messenger.close)
    if Part.SLACK in only:
        from bots.slack.app import SlackApp

        app = SlackApp(
            bot_token=token,
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=settings.slack_api_url,
            desk=desk,
            messenger=messenger,
            clock=clock,
        )
        parts.ready.append(app.ready)
        parts.serve.append(_then_wait(app.start))
        parts.stop.append(lambda: app.stop(DRAIN_SECONDS))


def _add_discord(
    settings: Settings,
    only: frozenset[Part],
    parts: Parts,
    desk: FrontDesk,
    clock: Clock,
    messengers: dict[Platform, Messenger],
    reach: dict[Platform, Reach],
) -> None:
    from bots.discord.app import DiscordApp, point_at
    from bots.discord.messenger import DiscordMessenger

    point_at(settings.discord_api_url, settings.discord_gateway_url)
    token = settings.discord_bot_token.get_secret_value()
    messenger = DiscordMessenger(token, clock)
    messengers[Platform.DISCORD] = reach[Platform.DISCORD] = messenger
    parts.close.append(messenger.close)
    if Part.DISCORD in only:
        app = DiscordApp(token, desk, messenger, clock)
        parts.ready.append(app.ready)
        parts.serve.append(app.start)
        parts.stop.append(lambda: app.stop(DRAIN_SECONDS))


def _add_nudges(
    parts: Parts, storage: SqlStorage, outbox: SqlOutbox, messengers: Mapping[Platform, Messenger], clock: Clock
) -> None:
    from schedules.dispatch import Dispatcher
    from schedules.materialise import Materialiser
    from schedules.reap import Reaper
    from schedules.runner import Runner

    async def expire() -> int:
        return await storage.sweep(lambda private: without_expired(private, clock.now()))

    async def renew_holidays() -> int:
        return await rhythm.renew_holidays(storage, clock.now())

    # Scrubbed last: for entries that were deleted one by one, and for an erase that found the database busy.
    reaper = Reaper(outbox, clock, chores=(expire, renew_holidays, storage.scrub))
    runner = Runner(Materialiser(outbox, clock), Dispatcher(outbox, messengers, clock), reaper)
    parts.serve.append(_then_wait(runner.start))
    parts.moved = runner.wake
    parts.stop.append(lambda: runner.stop(patience=DRAIN_SECONDS))


def _add_web(settings: Settings, parts: Parts, clock: Clock) -> None:
    from bots.web import WebServer

    server = WebServer(
        host=settings.web_host,
        port=settings.web_port or 0,
        ready=parts.are_ready,
        clock=clock if isinstance(clock, SteeredClock) else None,
        secret=settings.clock_secret.get_secret_value(),
        moved=parts.moved,
    )
    parts.serve.append(_then_wait(server.start))
    parts.stop.append(server.stop)


def _then_wait(start: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Make a part that starts and returns look like one that serves until it is stopped."""

    async def serve() -> None:
        await start()
        await asyncio.Event().wait()

    return serve


def _platforms(settings: Settings, only: frozenset[Part]) -> frozenset[Platform]:
    """Return the platforms whose tokens are needed. Raises ConfigurationError for one that is asked for without."""
    everything = only == frozenset(Part)
    found = set()
    sends = Part.NUDGES in only
    if (Part.SLACK in only or sends) and (settings.has_slack or (Part.SLACK in only and not everything)):
        check_slack(settings)
        found.add(Platform.SLACK)
    if (Part.DISCORD in only or sends) and (settings.has_discord or (Part.DISCORD in only and not everything)):
        check_discord(settings)
        found.add(Platform.DISCORD)
    if not found:
        raise ConfigurationError(
            "neither Slack nor Discord is set up: put SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_BOT_TOKEN, into "
            ".env (docs/slack.md and docs/discord.md say where they come from)"
        )
    return frozenset(found)


def _clock(settings: Settings) -> Clock:
    if not settings.clock_secret.get_secret_value():
        if settings.clock_start:
            raise ConfigurationError("ENOUGH_CLOCK_START is set without ENOUGH_CLOCK_SECRET: remove it")
        return SystemClock()
    if not settings.all_loopback:
        raise ConfigurationError(
            "ENOUGH_CLOCK_SECRET is set, but the clock may be steered only where SLACK_API_URL, DISCORD_API_URL and "
            "DISCORD_GATEWAY_URL all point at this machine: remove it"
        )
    clock = SteeredClock()
    if settings.clock_start:
        clock.jump_to(settings.clock_start)
    return clock


async def _prepare_database(settings: Settings) -> None:
    """Migrate SQLite; on PostgreSQL, where other replicas may be running, refuse with the command to run."""
    if database_url(settings.database_url).get_backend_name() == "sqlite":
        await upgrade(settings.database_url)
    elif not await is_current(settings.database_url):
        raise ConfigurationError("the database has another schema than this version: run `enough migrate` first")


def _content(settings: Settings) -> Mapping[str, Exercise]:
    """Return the exercises, an operator's own among them. Raises ConfigurationError that names file and line."""
    folders = settings.content_folders()
    for folder in folders:
        add_translations(folder)
    findings = check_content(*folders) if folders else []
    if findings:
        raise ConfigurationError(f"{findings[0]} (`enough content check` lists all {len(findings)})")
    return load_catalog(*folders)


def _facts(settings: Settings) -> Facts:
    sqlite = database_url(settings.database_url).get_backend_name() == "sqlite"
    return Facts(operator=settings.operator, database="SQLite" if sqlite else "PostgreSQL", keys_in=settings.keys_in())


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped
