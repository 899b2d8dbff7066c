"""A call to those who lead a site: what goes wrong in one of its rooms, as the examination day itself tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from libs.contracts.beijing import BEIJING
from libs.contracts.scheduling import ExamPapersMissing, ExamStepsOverdue
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import Watch, channels_for
from services.incident.domain.escalation.ladder_plans import ALL_CHANNELS
from services.incident.domain.notices.notice import Notify, Urgency


@dataclass(frozen=True, kw_only=True)
class SiteCall:
    """What is said of a room, how loud, and to which posts; `key` is that of the event it comes from."""

    key: str
    kind: str
    batch_id: str
    site: str
    title: str
    text: str
    urgency: Urgency
    posts: Sequence[Post]

    @classmethod
    def of_steps(cls, event: ExamStepsOverdue, key: str) -> Self:
        """Steps of the day that were not done in time: the head of the site sees to it."""
        steps = "；".join(f"{step.due_at.astimezone(BEIJING):%H:%M} {step.task}" for step in event.steps)
        return cls(
            key=key,
            kind="steps-overdue",
            batch_id=event.batch_id,
            site=event.site,
            title="考试日环节逾时未办",
            text=f"{event.site} {event.room}：{steps}。请立即督促办理。",
            urgency=Urgency.REMINDER,
            posts=[Post.SITE_HEAD],
        )

    @classmethod
    def of_papers(cls, event: ExamPapersMissing, key: str) -> Self:
        """Papers that a room lacks: the head of the site and the examination office look for them."""
        return cls(
            key=key,
            kind="papers-missing",
            batch_id=event.batch_id,
            site=event.site,
            title="试卷缺少，立即追查",
            text=f"{event.site} {event.room} 清点时缺少 {event.missing} 份，请立即追查。",
            urgency=Urgency.ALARM,
            posts=[Post.SITE_HEAD, Post.CONTACT],
        )

    def notices(self, watch: Watch) -> list[Notify]:
        """One to each of those on these posts, or to everybody on the list when nobody is."""
        return [
            Notify(
                key=f"{self.key}:{duty.person_id}",
                person_id=duty.person_id,
                channels=channels_for(duty, ALL_CHANNELS),
                title=self.title,
                text=self.text,
                urgency=self.urgency,
            )
            for duty in watch.to_call(*self.posts)
        ]
