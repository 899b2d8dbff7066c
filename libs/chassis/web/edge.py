"""The outermost wall: which hosts are served, how much may stand in front of a body, where it comes from; no cache."""

import ipaddress
from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.web.problems import problem

# A browser sends about twenty, proxies add a handful.
MOST_HEADERS = 100
# Bytes; most of a head is its token, about one kilobyte.
LONGEST_HEAD = 16 * 1024
IPV4 = 4
# Bits: what a provider gives one house of IPv6, which has as many addresses in it as it likes.
HOUSE_PREFIX = 64
# They are asked by address (a kubelet, Prometheus) and tell nothing that is worth a name.
PROBES = frozenset({"/health", "/health/live", "/health/ready", "/metrics"})

FOREIGN_HOST = problem(421, "foreign-host", "这个服务不以此名称对外提供。")
HEAD_TOO_LARGE = problem(431, "head-too-large", "请求的标头过多或过长。")
LENGTH_UNREADABLE = problem(400, "length-unreadable", "Content-Length 标头不是有效的长度。")


class Edge:
    """Refuses what no route should see."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            await send(message)

        await (self._refusal(scope) or self._app)(scope, receive, sending)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LONGEST_HEAD:
            return HEAD_TOO_LARGE
        if any(name == b"content-length" and not value.isdigit() for name, value in headers):
            return LENGTH_UNREADABLE
        named = [value.decode("latin-1") for name, value in headers if name == b"host"]
        if scope["path"] not in PROBES and (len(named) != 1 or _without_port(named[0]) not in self._hosts):
            return FOREIGN_HOST
        return None


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).strip("[]").lower()


def address_of(request: Request) -> str:
    """Where a request comes from: an address, or the network that one house has of IPv6."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(address) if address.version == IPV4 else str(ipaddress.ip_network((address, HOUSE_PREFIX), strict=False))
