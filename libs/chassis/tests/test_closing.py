"""A connection that is left is closed, whatever became of its channels, or it consumes beside its follower."""

from typing import Any

import pytest
from aiormq.exceptions import ChannelInvalidStateError

from libs.chassis.bus.connections import _closed


class Connection:
    """Knows whether it was closed."""

    def __init__(self):
        self.closed = False

    async def close(self):
        self.closed = True


class Broker:
    """Ends as FastStream does: the subscribers first, then the connection, unless that failed."""

    def __init__(self, fault):
        self.fault = fault
        self._connection = Connection()

    async def stop(self):
        if self.fault:
            raise self.fault
        await self._connection.close()


LOST = ChannelInvalidStateError("Channel closed by RPC timeout")


@pytest.mark.parametrize("fault", [None, LOST, ExceptionGroup("Failed to stop subscribers", [LOST])])
async def test_a_connection_is_closed_whatever_its_subscribers_say(fault):
    broker: Any = Broker(fault)

    await _closed(broker)

    assert broker._connection.closed
