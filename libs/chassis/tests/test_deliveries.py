"""Acknowledging in runs: the broker is told of everything that is done, and of nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.bus.deliveries import REMEMBERED, ChannelTags


class BrokersChannel:
    """What RabbitMQ holds of a channel: the deliveries that wait for an acknowledgement."""

    def __init__(self, deliveries):
        self.waiting = set(range(1, deliveries + 1))

    def take(self, frames):
        """Acknowledge; a tag that waits no more closes a real channel."""
        for tag, several in frames:
            assert tag in self.waiting
            self.waiting -= {one for one in self.waiting if one <= tag} if several else {tag}


def test_neighbours_that_are_done_at_once_are_one_frame():
    tags = ChannelTags()

    for tag in (2, 1, 3):
        tags.add(tag)

    assert tags.frames() == [(3, True)]


def test_one_alone_does_not_stand_for_others():
    tags = ChannelTags()

    tags.add(1)

    assert tags.frames() == [(1, False)]


def test_a_slow_delivery_is_not_acknowledged_by_those_after_it():
    tags = ChannelTags()

    tags.add(2)
    tags.add(3)
    before = tags.frames()
    tags.add(1)
    tags.add(4)

    assert before == [(2, False), (3, False)]
    assert tags.frames() == [(4, True)]


def test_a_delivery_held_for_very_long_costs_no_memory_without_end():
    tags, channel = ChannelTags(), BrokersChannel(3 * REMEMBERED)

    for tag in range(2, 3 * REMEMBERED + 1):
        tags.add(tag)
        channel.take(tags.frames())
        assert len(tags._sent) <= REMEMBERED
    tags.add(1)
    channel.take(tags.frames())

    assert channel.waiting == set()


@given(order=st.permutations(range(1, 25)), turns=st.lists(st.booleans(), min_size=24, max_size=24))
def test_exactly_what_is_done_is_acknowledged_in_whatever_order_it_is_done(order, turns):
    tags, channel, done = ChannelTags(), BrokersChannel(len(order)), set()

    for tag, turn_ends in zip(order, turns, strict=True):
        tags.add(tag)
        done.add(tag)
        if turn_ends:
            channel.take(tags.frames())
            assert channel.waiting == set(order) - done
    channel.take(tags.frames())

    assert channel.waiting == set()
