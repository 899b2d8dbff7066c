"""The group robots of WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书), as their platforms document them.

An address is the name of a configured robot. All three answer HTTP 200 to what they refuse as well: the code in the
body decides.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from services.incident.channels.pace import Pace
from services.incident.channels.posting import Poster, fields_of
from services.incident.channels.way import Message, RefusedError, UnreachableError
from services.incident.domain.notices import Channel
from services.incident.settings import Robot

# WeCom and DingTalk take twenty a minute; Feishu takes a hundred, but nobody reads more than twenty.
MESSAGES_A_MINUTE: Final = 20
MINUTE: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What proves knowledge of the robot's secret: in the URL, or in the body."""

    params: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


def _unsigned(secret: str, at: float) -> Signature:  # noqa: ARG001 -- WeCom knows a robot by its URL alone
    return Signature()


def dingtalk_signature(secret: str, at: float) -> Signature:
    """The secret is the key, milliseconds and secret are the text; good for an hour."""
    timestamp = str(round(at * 1000))
    digest = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return Signature(params={"timestamp": timestamp, "sign": base64.b64encode(digest).decode()})


def feishu_signature(secret: str, at: float) -> Signature:
    """Seconds and secret are the key, the text is empty; good for an hour."""
    timestamp = str(int(at))
    digest = hmac.digest(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256)
    return Signature(fields={"timestamp": timestamp, "sign": base64.b64encode(digest).decode()})


@dataclass(frozen=True, kw_only=True)
class Platform:
    """What a platform documents: `longest` in bytes of UTF-8, `busy` codes for "too often" and "overloaded".

    `rest` is how long a robot stays locked out after it has sent too often.
    """

    body: Callable[[str], dict[str, Any]]
    sign: Callable[[str, float], Signature]
    code: str
    busy: frozenset[int]
    rest: float
    longest: int


def _typed(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


WECOM: Final = Platform(
    body=_typed, sign=_unsigned, code="errcode", busy=frozenset({-1, 45009, 45033}), rest=MINUTE, longest=2048
)
DINGTALK: Final = Platform(
    body=_typed,
    sign=dingtalk_signature,
    code="errcode",
    busy=frozenset({-1, 130101, 410100}),
    rest=10 * MINUTE,
    longest=18_000,
)
FEISHU: Final = Platform(
    body=lambda text: {"msg_type": "text", "content": {"text": text}},
    sign=feishu_signature,
    code="code",
    busy=frozenset({11232}),
    rest=MINUTE,
    longest=18_000,
)

PLATFORMS: Final = {Channel.WECOM: WECOM, Channel.DINGTALK: DINGTALK, Channel.FEISHU: FEISHU}


class Robots:
    """The robots of one platform, each at its own pace."""

    def __init__(
        self,
        platform: Platform,
        robots: Mapping[str, Robot],
        poster: Poster,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._platform = platform
        self._robots = robots
        self._poster = poster
        self._wall = wall
        self._paces = {name: Pace(MESSAGES_A_MINUTE, MINUTE) for name in robots}

    async def send(self, message: Message, address: str) -> str:
        """See `Way`. A robot that has said enough is not asked: its platform would lock it out for longer."""
        if address not in self._robots:
            raise RefusedError("robot-unknown")
        platform, robot, pace, at = self._platform, self._robots[address], self._paces[address], self._wall()
        if not pace.take(at):
            raise UnreachableError("robot-paced", again=False)

        secret = robot.secret.get_secret_value()
        signature = platform.sign(secret, at) if secret else Signature()
        text = message.fitted(lambda one: one.whole, lambda whole: len(whole.encode()) <= platform.longest)
        body = {**signature.fields, **platform.body(shortened(text, platform.longest))}
        answer = await self._poster.post(robot.url.get_secret_value(), orjson.dumps(body), params=signature.params)

        match fields_of(answer).get(platform.code):
            case 0:
                return ""
            case int(code) if code in platform.busy:
                pace.rest(at + platform.rest)
                raise UnreachableError(f"code-{code}", again=False)
            case int(code):
                raise RefusedError(f"code-{code}")
            case _:
                raise UnreachableError("answer-unreadable")


def shortened(text: str, longest: int) -> str:
    """As much of a text as fits into so many bytes, cut between characters."""
    whole = text.encode()
    if len(whole) <= longest:
        return text
    return whole[: longest - len("…".encode())].decode(errors="ignore") + "…"
