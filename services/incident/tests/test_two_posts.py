"""One person on two posts: every address that the list has of this person counts, whichever row names it."""

from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from services.incident.channels.sending import BackgroundSender
from services.incident.domain.notices.notice import Outcome, Receipt
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import reported
from services.incident.tests.test_watch_of_now import a_duty, listed


class Letterbox:
    """Takes what has an address."""

    def __init__(self, now):
        self._now = now
        self.got: list[tuple[str, str]] = []

    async def send(self, notice):
        address = notice.recipient.addresses.get(notice.channel)
        if address is None:
            return Receipt(outcome=Outcome.REFUSED, at=self._now())
        self.got.append((notice.channel, address))
        return Receipt(outcome=Outcome.DELIVERED, at=self._now())


@pytest.mark.parametrize(
    ("first", "second", "got"),
    [
        ({"sms": "13800000000"}, {"email": "duty@example.org"}, ("email", "duty@example.org")),
        ({}, {"sms": "13800000000"}, ("sms", "13800000000")),
        ({"sms": "13800000000"}, {}, ("sms", "13800000000")),
    ],
)
async def test_who_is_on_two_posts_is_reached_by_an_address_of_either(tmp_path, first, second, got):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as incident:
        service = incident.service
        letterbox = Letterbox(service.clock.now)
        sender = BackgroundSender(letterbox, service.transactions, service.clock.now)
        vars(service.wiring)["provided"] = {**service.wiring.provided, "sender": sender}
        rows = [a_duty("contact", "S-0101", addresses=first), a_duty("site-head", "S-0101", addresses=second)]
        await listed(incident, *rows)

        await reported(incident)
        await incident.step_to(incident.now + timedelta(seconds=1))
        await sender.settled()

        assert letterbox.got == [got]
