"""Text messages: how long they are, and what is posted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.channels.sms import PART, SINGLE, fitted, parts, units
from services.incident.channels.way import RefusedError
from services.incident.tests.channels.servers import Gateway, running
from services.incident.tests.channels.worlds import PHONE, a_message, text_messages


@pytest.mark.parametrize(("length", "expected"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_seventy_characters_are_one_message_and_longer_ones_count_in_sixty_sevens(length, expected):
    assert parts("停" * length) == expected


def test_a_character_beyond_the_basic_plane_counts_twice():
    assert parts("𠮷" * 35) == 1
    assert parts("𠮷" * 36) == 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=500), st.integers(1, 4))
def test_a_fitted_text_fits_and_is_cut_only_when_it_must_be(text, most):
    cut = fitted(text, most)

    assert parts(cut) <= most
    assert (cut == text) == (parts(text) <= most)
    if cut != text:
        assert text.startswith(cut.removesuffix("…"))
        assert units(cut) >= (SINGLE if most == 1 else most * PART) - 1


async def test_the_provider_gets_number_text_and_key_where_the_template_says():
    with running(Gateway) as server:
        reference = await text_messages(server.url).send(a_message(), PHONE)

    assert reference == "m-1"
    assert server.arrived == ["【技能认定】重大突发事件：试卷泄密，考点：主考点 第一考场，发现：9月19日 09:20"]


@pytest.mark.parametrize(("most_parts", "length"), [(1, 70), (2, 134)])
async def test_a_long_notice_is_cut_to_the_messages_that_are_paid_for(most_parts, length):
    with running(Gateway) as server:
        await text_messages(server.url, most_parts=most_parts).send(a_message(text="停电" * 100), PHONE)

    [arrived] = server.arrived
    assert units(arrived) == length
    assert arrived.endswith("…")


async def test_words_are_never_read_as_a_template():
    with running(Gateway) as server:
        await text_messages(server.url).send(a_message(title="{phone}", text="{id}"), PHONE)

    assert server.arrived == ["【技能认定】{phone}，{id}"]


async def test_an_answer_without_the_agreed_code_is_no_success():
    with running(Gateway) as server, pytest.raises(RefusedError, match="provider-None"):
        await text_messages(server.url, accepted={"result.state": "0"}).send(a_message(), PHONE)
