"""The channels that the settings describe."""

from collections.abc import Callable
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from services.incident.channels.dispatcher import Dispatcher
from services.incident.channels.mail import Mailbox
from services.incident.channels.posting import Poster
from services.incident.channels.robots import PLATFORMS, Robots
from services.incident.channels.sms import HttpProvider, TextMessages
from services.incident.channels.way import Way
from services.incident.channels.webhook import Webhooks
from services.incident.domain.notices.notice import Channel
from services.incident.ports import Paces
from services.incident.settings import Settings


def set_up_channels(
    settings: Settings, console: Way, now: Callable[[], datetime], *, paces: Paces, registry: CollectorRegistry
) -> Dispatcher:
    """The channels that the settings describe, and the console; `now` is the clock of the service."""
    poster = Poster()
    ahead = Gauge(
        "platform_clock_ahead_seconds",
        "How far this machine's clock is ahead of a platform's.",
        ["platform"],
        registry=registry,
    )
    ways: dict[Channel, Way] = {Channel.CONSOLE: console, Channel.WEBHOOK: Webhooks(settings.webhooks, poster)}
    groups: dict[Channel, list[str]] = {Channel.WEBHOOK: list(settings.webhooks)}
    for channel, platform in PLATFORMS.items():
        robots = {name: robot for name, robot in settings.robots.items() if robot.platform == channel}
        ways[channel] = Robots(platform, robots, poster, paces=paces, note_ahead=ahead.labels(channel).set)
        groups[channel] = list(robots)
    if settings.mail is not None:
        ways[Channel.EMAIL] = Mailbox(settings.mail, seconds=settings.channel_seconds / settings.channel_tries)
    if settings.sms is not None:
        sms = settings.sms
        ways[Channel.SMS] = TextMessages(HttpProvider(sms, poster), signature=sms.signature, most_parts=sms.most_parts)
    return Dispatcher(
        ways,
        seconds=settings.channel_seconds,
        tries=settings.channel_tries,
        storm_seconds=settings.storm_seconds,
        now=now,
        groups=groups,
    )
