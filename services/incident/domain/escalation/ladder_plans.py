"""The two ladders as data: which post is called by when, through what, and how many of it must take over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from libs.contracts.incident import Tier
from services.incident.domain.duty.post import Post
from services.incident.domain.notices.notice import Channel

MINUTE: Final = timedelta(minutes=1)
QUIET_CHANNELS: Final = (Channel.CONSOLE, Channel.WECOM, Channel.DINGTALK, Channel.FEISHU, Channel.EMAIL)
ALL_CHANNELS: Final = tuple(Channel)


class Needed(StrEnum):
    """How many of a step must take over before it counts as held."""

    ONE = "one"
    SEVERAL = "several"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class LadderStep:
    """One rung. `within` counts from discovery; `at_once` is called together with the step below it."""

    post: Post
    within: timedelta
    channels: tuple[Channel, ...] = ALL_CHANNELS
    must: Needed = Needed.ONE
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class LadderPlan:
    """The rungs of a tier from the site up, how often silence at the top repeats, how often a report is due."""

    steps: tuple[LadderStep, ...]
    repeat: timedelta
    stage_report: timedelta

    def step(self, post: Post) -> LadderStep:
        """The rung of this post."""
        return next(step for step in self.steps if step.post is post)


# INC-14: of a major incident the inspector and the leading group hear at once; INC-27: of a general one the site
# acts first. The plan names no minutes but the ten of the first report, so these are the institution's own;
# they keep clear of 5, 8 and 10, so that no incident is handled twice in the same instant.
LADDERS: Final[Mapping[Tier, LadderPlan]] = {
    "major": LadderPlan(
        steps=(
            LadderStep(post=Post.SITE_HEAD, within=2 * MINUTE),
            LadderStep(post=Post.INSPECTOR, within=3 * MINUTE, at_once=True),
            LadderStep(post=Post.DUTY_OFFICER, within=4 * MINUTE, must=Needed.SEVERAL, at_once=True),
            LadderStep(post=Post.GROUP_HEAD, within=7 * MINUTE, must=Needed.ALL),
            LadderStep(post=Post.DIRECTOR, within=11 * MINUTE),
        ),
        repeat=5 * MINUTE,
        stage_report=30 * MINUTE,
    ),
    "general": LadderPlan(
        steps=(
            LadderStep(post=Post.SITE_HEAD, within=6 * MINUTE, channels=QUIET_CHANNELS),
            LadderStep(post=Post.INSPECTOR, within=9 * MINUTE, channels=QUIET_CHANNELS),
            LadderStep(post=Post.DUTY_OFFICER, within=12 * MINUTE),
            LadderStep(post=Post.GROUP_HEAD, within=16 * MINUTE),
            LadderStep(post=Post.DIRECTOR, within=20 * MINUTE),
        ),
        repeat=10 * MINUTE,
        stage_report=60 * MINUTE,
    ),
}
