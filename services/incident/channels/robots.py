"""The group robots of WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书), as their platforms document them.

An address is the name of a configured robot. All three answer HTTP 200 to what they refuse as well: the code in the
body decides.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

import httpx
import orjson
import structlog

from services.incident.channels.posting import Poster, fields_of, made_at
from services.incident.channels.way import HeldError, Message, RefusedError, UnreachableError
from services.incident.domain.notices.notice import Channel, Urgency
from services.incident.domain.notices.pace import Limit, Turn
from services.incident.ports import Paces
from services.incident.settings import Robot

SECOND: Final = timedelta(seconds=1)
MINUTE: Final = timedelta(minutes=1)
# The clocks of two processes differ, and a message takes a while to arrive: a window is counted that much longer.
SLACK: Final = SECOND
# A signature is good for an hour. Where Feishu says that the secret or the time is wrong, from here on it is the time.
SKEWED: Final = 30 * 60

log = structlog.get_logger()


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
    """What a platform documents: `longest` in bytes of UTF-8, `limits` of one robot, its codes.

    `too_often` locks a robot out for `rest`, `busy` passes within seconds. `said` is where an answer has its words:
    some codes stand for several things, and `is_about_time` and `is_busy` tell by the words.
    """

    body: Callable[[str], dict[str, Any]]
    sign: Callable[[str, float], Signature]
    code: str
    said: str
    limits: tuple[Limit, ...]
    too_often: frozenset[int]
    rest: timedelta
    longest: int
    is_busy: Callable[[int, str], bool] = lambda code, _: code == -1
    is_about_time: Callable[[int, str, float], bool] = lambda *_: False

    @property
    def counted(self) -> tuple[Limit, ...]:
        """The limits as they are kept here."""
        return tuple(replace(limit, window=limit.window + SLACK) for limit in self.limits)


def _typed(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


def _says_expired(code: int, said: str, _: float) -> bool:
    """310000 is also a wrong secret, a missing keyword and a foreign address."""
    return code == DINGTALK_REFUSAL and ("签名过期" in said or "invalid timestamp" in said)


def _is_far_off(code: int, _: str, ahead: float) -> bool:
    """19021 is also a wrong secret, in the same words."""
    return code == FEISHU_REFUSAL and abs(ahead) >= SKEWED


DINGTALK_REFUSAL: Final = 310000
FEISHU_REFUSAL: Final = 19021
FEISHU_GATEWAY: Final = 9499

WECOM: Final = Platform(
    body=_typed,
    sign=_unsigned,
    code="errcode",
    said="errmsg",
    limits=(Limit(messages=20, window=MINUTE),),
    too_often=frozenset({45009, 45033}),
    rest=MINUTE,
    longest=2048,
)
DINGTALK: Final = Platform(
    body=_typed,
    sign=dingtalk_signature,
    code="errcode",
    said="errmsg",
    limits=(Limit(messages=20, window=MINUTE),),
    too_often=frozenset({130101, 410100}),
    rest=10 * MINUTE,
    longest=18_000,
    is_about_time=_says_expired,
)
FEISHU: Final = Platform(
    body=lambda text: {"msg_type": "text", "content": {"text": text}},
    sign=feishu_signature,
    code="code",
    said="msg",
    limits=(Limit(messages=5, window=SECOND), Limit(messages=100, window=MINUTE)),
    too_often=frozenset({11232}),
    rest=MINUTE,
    longest=18_000,
    # Its gateway says "too many request" and "Bad Request" by the same code.
    is_busy=lambda code, said: code == FEISHU_GATEWAY and "bad request" not in said.casefold(),
    is_about_time=_is_far_off,
)

PLATFORMS: Final = {Channel.WECOM: WECOM, Channel.DINGTALK: DINGTALK, Channel.FEISHU: FEISHU}


class Robots:
    """The robots of one platform. Each is sent no more than its platform takes of it, counted over all processes.

    `note_ahead` is told by how many seconds this machine's clock is ahead of the platform's.
    """

    def __init__(  # noqa: PLR0913 -- what the settings say of them, and the clocks
        self,
        platform: Platform,
        robots: Mapping[str, Robot],
        poster: Poster,
        *,
        paces: Paces,
        note_ahead: Callable[[float], object],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._platform = platform
        self._robots = robots
        self._poster = poster
        self._paces = paces
        self._note_ahead = note_ahead
        self._wall = wall
        self._correction = 0.0

    async def send(self, message: Message, address: str) -> str:
        """See `Way`. A robot that has said enough is not asked: its platform would lock it out for longer."""
        if address not in self._robots:
            raise RefusedError("robot-unknown")
        platform, robot = self._platform, self._robots[address]
        if opens_at := await self._paces.take(address, _turn(message), limits=platform.counted):
            raise HeldError("robot-paced", until=opens_at)

        secret, signed_at = robot.secret.get_secret_value(), self._wall() + self._correction
        signature = platform.sign(secret, signed_at) if secret else Signature()
        text = message.fitted(lambda one: one.whole, lambda whole: len(whole.encode()) <= platform.longest)
        body = {**signature.fields, **platform.body(shortened(text, platform.longest))}
        answer = await self._poster.post(robot.url.get_secret_value(), orjson.dumps(body), params=signature.params)
        await self._judge(answer, address, signed_at)
        return ""

    async def _judge(self, answer: httpx.Response, address: str, signed_at: float) -> None:
        """Nothing if it was taken. A time that was refused is corrected by the platform's own for the next try."""
        platform, fields, answered_at = self._platform, fields_of(answer), made_at(answer)
        ahead = 0.0 if answered_at is None else signed_at - answered_at
        if answered_at is not None:
            self._note_ahead(self._wall() - answered_at)

        match fields.get(platform.code), str(fields.get(platform.said)):
            case 0, _:
                return
            case int(code), _ if code in platform.too_often:
                until = await self._paces.rest(address, platform.rest)
                raise UnreachableError(f"code-{code}", until=until)
            case int(code), said if platform.is_busy(code, said):
                raise UnreachableError(f"code-{code}")
            case int(code), said if platform.is_about_time(code, said, ahead):
                self._correction -= ahead
                log.error("robot.clock-skewed", host_ahead_seconds=round(ahead), code=code)
                raise UnreachableError("clock-skewed")
            case int(code), _:
                raise RefusedError(f"code-{code}")
            case _:
                raise UnreachableError("answer-unreadable")


def _turn(message: Message) -> Turn:
    """An alarm goes before a reminder, and what is only practised behind everything else."""
    rank = [*Urgency].index(message.urgency) + message.drill * len(Urgency)
    return Turn(key=message.storm or message.key, rank=rank)


def shortened(text: str, longest: int) -> str:
    """As much of a text as fits into so many bytes, cut between characters."""
    whole = text.encode()
    if len(whole) <= longest:
        return text
    return whole[: longest - len("…".encode())].decode(errors="ignore") + "…"
