"""A port is ours before anybody listens there."""

import socket
from contextlib import ExitStack

import pytest

from apps.cli.ports import HOST, Port, listens


@pytest.fixture
def held():
    """Has a port released at the end."""
    with ExitStack() as at_the_end:

        def hold(port):
            at_the_end.callback(port.release)
            return port

        yield hold


def test_a_server_listens_on_a_held_port_and_again_after_death(held):
    port = held(Port.free())

    for _ in range(2):
        assert not listens(port.number)
        with socket.create_server((HOST, port.number)):
            assert listens(port.number)


def test_two_who_want_one_port_before_either_listens_get_two(held):
    number = held(Port.free()).number

    first, second = held(Port.usual(number)), held(Port.usual(number))

    assert first.number == number != second.number


def test_a_port_at_which_somebody_listens_is_left_to_its_owner(held):
    with socket.create_server((HOST, 0)) as server:
        taken = server.getsockname()[1]

        assert held(Port.usual(taken)).number != taken


def test_a_released_port_is_had_again_though_connections_have_just_ended(held):
    number = held(Port.free()).number
    first = Port.usual(number)
    with socket.create_server((HOST, number)) as server, socket.create_connection((HOST, number)) as client:
        accepted, _ = server.accept()
        accepted.close()
        client.recv(1)
    first.release()

    assert held(Port.usual(number)).number == number
    with socket.create_server((HOST, number)):
        assert listens(number)


def test_nobody_who_asks_for_any_port_is_given_one_that_is_held(held):
    mine = {held(Port.free()).number for _ in range(50)}

    with ExitStack() as others:
        theirs = [others.enter_context(socket.create_server((HOST, 0))) for _ in range(500)]

        assert mine.isdisjoint(server.getsockname()[1] for server in theirs)
