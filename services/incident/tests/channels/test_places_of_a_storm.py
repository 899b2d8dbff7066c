"""As many places as a channel has room for, in order, and then how many there are."""

import pytest

from services.incident.channels.sms import TextMessages, parts
from services.incident.channels.storm import Storm
from services.incident.domain.notices.notice import Channel
from services.incident.tests.channels.servers import NAME, WeCom, running
from services.incident.tests.channels.worlds import INCIDENT, a_notice, robots

GROUP = "2026-autumn|主考点|power-or-equipment-failure"


def a_storm(number, *, channel=Channel.SMS, room="第{}考场"):
    """Incidents in so many rooms."""
    notices = [
        a_notice(
            id=f"{INCIDENT}-{ordinal}:call-1:S-0005",
            incident_id=f"{INCIDENT}-{ordinal}",
            group=GROUP,
            channel=channel,
            place=f"主考点{room.format(ordinal)}",
            text="主考点第1考场停电。",
        )
        for ordinal in range(1, number + 1)
    ]
    storm = Storm(notices[0])
    for notice in notices[1:]:
        storm.add(notice)
    return storm.message()


class Pigeons:
    """A provider of text messages that keeps them."""

    def __init__(self):
        self.texts = []

    async def submit(self, *, phone, text, key):
        self.texts.append(text)
        return ""


@pytest.mark.parametrize("number", [2, 3, 9, 30])
async def test_a_text_message_names_what_fits_and_says_how_many_there_are(number):
    pigeons = Pigeons()

    await TextMessages(pigeons, signature="【技能认定】", most_parts=2).send(a_storm(number), "13800000000")

    [text] = pigeons.texts
    assert parts(text) <= 2
    named = [room for room in range(1, number + 1) if f"主考点第{room}考场" in text.split("地点：")[1]]
    assert named == list(range(1, len(named) + 1))
    assert len(named) == number or (text.endswith(f"等{number}处") and len(named) >= 5)


async def test_a_robot_names_hundreds_of_places_and_then_their_number():
    with running(WeCom) as wecom:
        await robots(wecom.url, "wecom", "").send(a_storm(300), NAME)

        [text] = wecom.arrived
        assert len(text.encode()) <= 2048
        assert text.endswith("等300处")
        assert text.count("考场、") > 60


@pytest.mark.parametrize(("channel", "cut"), [(Channel.SMS, True), (Channel.CONSOLE, False)])
def test_a_number_written_into_a_place_leaves_the_house_on_no_channel(channel, cut):
    number = "990001199005170016"

    message = a_storm(2, channel=channel, room="{}号 " + number)

    assert (number not in "".join((message.text, *message.places))) is cut
