"""What ``enough run`` costs before anybody comes: memory when idle, and processor time until it is ready."""

import asyncio
import tempfile
from pathlib import Path

import psutil

from tests.support.bot import town

SETTLE_SECONDS = 4.0


async def cost_of_standing_ready() -> tuple[float, float]:
    """Return the resident memory in MB after some idle seconds, and the CPU seconds spent until ready."""
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder), ENOUGH_LOG_LEVEL="info") as here:
            await here.bot.start()
            process = psutil.Process(here.bot.pid)
            spent = process.cpu_times()
            await here.discord.wait_commands()
            await asyncio.sleep(SETTLE_SECONDS)
            memory = process.memory_info().rss / 1e6
            await here.bot.stop()
    return memory, spent.user + spent.system
