"""The steps of a batch, ticked by what the services count: nobody ticks anything by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `counted` is what is known of it; `role` does what is next, if it is not done, and not before `due`.

    `page` and `query` are where it is done.
    """

    title: str
    done: bool
    counted: str
    next: str = ""
    role: str = ""
    page: str = "batch"
    query: str = ""
    due: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.due is None or self.due <= now


@dataclass(frozen=True, kw_only=True)
class Known:
    """What each service tells of a batch; none where it may not be told to this person, or where nobody answered."""

    registration: Mapping[str, object] | None
    scheduling: Counts | None
    itembank: Counts | None
    scoring: Counts | None
    certification: Counts | None


def steps_of(known: Known) -> list[Step]:
    """What is known, in the order in which a batch is worked through."""
    steps: list[Step] = []
    if known.registration:
        steps += _registration(known.registration)
    if known.scheduling:
        steps += [_planning(known.scheduling)]
    if known.itembank:
        steps += [_papers(known.itembank)]
    if known.scheduling:
        steps += [_sessions(known.scheduling)]
    if known.scoring:
        steps += [_marking(known.scoring), _publication(known.scoring)]
    if known.certification:
        steps += _certification(known.certification)
    return steps


def next_step(steps: list[Step]) -> Step | None:
    """The first that is not done."""
    return next((step for step in steps if not step.done), None)


def _registration(batch: Mapping[str, object]) -> list[Step]:
    waiting, approved, refused = (int(str(batch[name])) for name in ("eligible", "approved", "refused"))
    total = waiting + approved + refused
    return [
        Step(
            title="名册导入",
            done=total > 0,
            counted=f"报名 {total} 人",
            next="导入考生名册",
            role="reception",
            page="roster",
            due=datetime.fromisoformat(str(batch["registration_opens_at"])),
        ),
        Step(
            title="资格审核",
            done=total > 0 and waiting == 0,
            counted=f"待审 {waiting}，通过 {approved}，不通过 {refused}",
            next="审核报名",
            role="exam-affairs",
            page="applications",
            query="?state=eligible",
        ),
        Step(
            title="截止报名",
            done=batch["state"] == "closed",
            counted="已截止" if batch["state"] == "closed" else "报名中",
            next="截止报名并上报名单",
            role="exam-affairs",
            due=datetime.fromisoformat(str(batch["registration_closes_at"])),
        ),
    ]


def _planning(plan: Counts) -> Step:
    enrolled, scheduled = plan["enrolled"], plan["scheduled"]
    return Step(
        title="考场编排",
        done=0 < enrolled == scheduled and plan["sessions"] > 0 and plan["draft"] == 0,
        counted=f"应编排 {enrolled} 人，已发布座位 {scheduled} 人；场次 {plan['sessions']}，未发布 {plan['draft']}",
        next="编排考场并发布",
        role="exam-affairs",
        page="plan",
    )


def _papers(papers: Counts) -> Step:
    return Step(
        title="组卷与封存",
        done=0 < papers["papers"] == papers["sealed"],
        counted=f"试卷 {papers['papers']} 套，已封存 {papers['sealed']} 套",
        next="组卷、审题并封存",
        role="item-bank",
        page="papers",
    )


def _sessions(plan: Counts) -> Step:
    over = sum(plan.get(state, 0) for state in ("finished", "postponed", "cancelled"))
    return Step(
        title="考试",
        done=0 < plan["sessions"] == over,
        counted=f"场次 {plan['sessions']}，进行中 {plan['running']}，已结束 {plan['finished']}",
        next="按考场时间清单组织考试",
        role="site-head",
        page="exam_board",
    )


def _marking(marking: Counts) -> Step:
    return Step(
        title="阅卷",
        done=0 < marking["scripts"] == marking["marked"] and marking["disputed"] == 0,
        counted=f"答卷 {marking['scripts']}，已评 {marking['marked']}，争议 {marking['disputed']}",
        next="录入答题卡和评分表，裁定争议",
        role="marking-lead",
        page="marking",
    )


def _publication(marking: Counts) -> Step:
    lists, checked = marking["lists"], marking["checked"]
    approved, published = marking["approved"], marking["published_lists"]
    following, role = "复算成绩单", "score-checker"
    if 0 < lists == checked:
        following, role = "审批成绩单" if approved < lists else "发布成绩", "marking-lead"
    return Step(
        title="核分、审批与发布成绩",
        done=0 < lists == published,
        counted=f"成绩单 {lists}，已核 {checked}，已批 {approved}，已发布 {published}",
        next=following,
        role=role,
        page="score_lists",
    )


def _certification(notices: Counts) -> list[Step]:
    posted, held = notices["posted"], notices["held"]
    waiting, issued = notices["released"], notices["issued"]
    total = sum(notices.values())
    return [
        Step(
            title="公示",
            done=total > 0 and posted == held == 0,
            counted=f"公示中 {posted}，异议处理中 {held}",
            next="公示期满前处理异议",
            role="quality",
            page="notices",
        ),
        Step(
            title="发证",
            done=issued > 0 and posted == held == waiting == 0,
            counted=f"待发证 {waiting}，已发证 {issued}",
            next="编号并签发证书",
            role="general-office",
            page="certificates",
        ),
    ]
