"""Ports that are ours from the moment their number is known, and not only once somebody listens there."""

import socket
from contextlib import suppress
from typing import Self

HOST = "127.0.0.1"


class Port:
    """A port of this machine that nobody else is given until it is freed; a program that we start may listen there.

    The number is bound by us and not listened at. The kernel hands it out no more, neither to whoever asks for a free
    port nor as the near end of a connection. A server may bind it besides, since servers reuse addresses.
    """

    def __init__(self, *sockets: socket.socket) -> None:
        self._sockets = sockets
        self.number: int = sockets[0].getsockname()[1]

    @classmethod
    def free(cls) -> Self:
        """One that nobody uses."""
        return cls(_bound(0))

    @classmethod
    def usual(cls, number: int) -> Self:
        """The port that is asked for; a free one if somebody listens there, or is about to.

        Two who bind a TCP port and do not listen may share it. So whoever wants a certain one binds the UDP port of
        the same number first, and that is had by one alone.
        """
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind((HOST, number))
            if not listens(number):
                return cls(_bound(number), claim)
        except OSError:
            pass
        claim.close()
        return cls.free()

    def release(self) -> None:
        """Let others have it, as soon as nobody listens there."""
        for one in self._sockets:
            one.close()


def _bound(number: int) -> socket.socket:
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind((HOST, number))
    return holder


def listens(port: int) -> bool:
    """Whether a connection to this port of this machine is accepted."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1.0):
        return True
    return False
