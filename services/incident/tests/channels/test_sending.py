"""What the sender does with many answers in one instant."""

import asyncio
from datetime import UTC, datetime
from typing import cast

from libs.chassis.store.unit_of_work import Transactions
from services.incident.channels.sending import ENTERED_AT_A_TIME, BackgroundSender
from services.incident.domain.notices.notice import Outcome, Receipt
from services.incident.tests.channels.worlds import a_notice

NOW = datetime(2026, 9, 19, 1, tzinfo=UTC)


class Switchboard:
    """Channels that answer at once, and a store that takes a moment; it counts how many are in it together."""

    def __init__(self):
        self.inside = self.most = self.entered = 0

    async def send(self, notice):
        return Receipt(outcome=Outcome.DELIVERED, at=NOW)

    async def run(self, use, *, now):
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        self.inside -= 1
        self.entered += 1


async def test_a_burst_of_answers_is_entered_whole_in_small_lots():
    switchboard = Switchboard()
    dispatch = BackgroundSender(switchboard, cast("Transactions", switchboard), lambda: NOW)

    for number in range(10 * ENTERED_AT_A_TIME):
        dispatch.start(a_notice(id=f"n-{number}"))
    await dispatch.settled()

    assert (switchboard.most, switchboard.entered) == (ENTERED_AT_A_TIME, 10 * ENTERED_AT_A_TIME)
