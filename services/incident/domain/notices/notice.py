"""Telling somebody: what is decided to be said to whom, what one channel is asked to deliver, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """A way to reach a person."""

    CONSOLE = "console"
    SMS = "sms"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    EMAIL = "email"
    WEBHOOK = "webhook"


# The groups of the institution whose robots and webhooks are set up: told when a person cannot be.
EVERY_GROUP: Final = "all-groups"
GROUP_CHANNELS: Final = (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU, Channel.WEBHOOK)


class Urgency(StrEnum):
    """How loud a notice is. An alarm wants somebody to act now."""

    ALARM = "alarm"
    REMINDER = "reminder"
    INFO = "info"


class Outcome(StrEnum):
    """What a channel says of one delivery."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    FAILED = "failed"
    HELD = "held"


@dataclass(frozen=True, kw_only=True)
class Notify:
    """A decision of the domain: this person is to be told this, by the first of these channels that works.

    `key` is the same whenever the same thing would be said to the same person again.
    """

    key: str
    person_id: str
    channels: list[Channel]
    title: str
    text: str
    urgency: Urgency


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person and where each channel finds them, in the order in which the channels are tried.

    The addresses are plain text here and only here: kept, they are sealed. `is_outside` is somebody who is not of the
    institution (police, hospital, authority).
    """

    person_id: str
    name: str = ""
    addresses: Mapping[Channel, str] = field(default_factory=dict)
    is_outside: bool = False


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message to one person by one channel.

    `id` is the key of de-duplication: it stays the same over every repetition of this message, also by another channel,
    and after a crash. `group` names what notices of one storm have in common (batch, site, kind); `count` says how
    many incidents the text stands for. Neither title nor text ever says who a candidate is.
    """

    id: str
    recipient: Contact
    channel: Channel
    title: str
    text: str
    incident_id: str
    drill: bool = False
    urgency: Urgency = Urgency.INFO
    group: str = ""
    count: int = 1
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of a notice.

    DELIVERED: the channel has taken it (`reference` is the channel's own number). REFUSED: this address will never do,
    the next channel is tried at once. FAILED: not now, tried again. HELD: not asked, because it was sent enough for
    the moment. The channel is left alone until `again_at`. `detail` is for operators and names no person.
    """

    outcome: Outcome
    at: datetime
    reference: str = ""
    detail: str = ""
    again_at: datetime | None = None
