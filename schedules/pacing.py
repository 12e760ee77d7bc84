"""How fast each platform takes messages, and how much is taken on at once."""

from collections.abc import Mapping
from typing import Final

from core.people.who import Platform

# Messages a second and tenant. Slack's chat.postMessage allows about 1 a second and channel (a person gets one a day)
# and has a workspace ceiling it does not state, for which 4 is planned; Discord allows 50 requests a second and bot,
# and the bot is the tenant there.
PER_SECOND: Final[Mapping[Platform, int]] = {Platform.SLACK: 4, Platform.DISCORD: 50}

MEMBERS: Final = 5000  # deliveries made in one transaction: some 100 ms on PostgreSQL
BATCH: Final = 200  # deliveries claimed at once: what a claim's lease of 30 s is enough for at one platform's pace
HANDS: Final = 2  # claims in work at the same time while there is plenty: one sends while the other is at the database
WIDTH: Final = 10  # sends at the same time, hand and platform; both hands' are the most that a crash leaves in doubt
