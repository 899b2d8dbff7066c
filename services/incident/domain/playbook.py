"""Which measure the emergency plan provides for which kind, and who proposes and approves it (三（三）, 三（四）)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.incident.domain.errors import DispositionNotAllowedError
from services.incident.domain.kinds import KINDS
from services.incident.domain.measures import MeasureType
from services.incident.domain.people import Role

ON_SITE: Final = frozenset(
    {Role.INVIGILATOR, Role.EXAMINER, Role.SUPERVISOR, Role.SITE_HEAD, Role.EXAM_AFFAIRS, Role.LEADING_GROUP}
)


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One sentence of the plan: for this kind, this measure, proposed by these and approved by those."""

    kind: str
    measure: MeasureType
    rule: str
    wording: str
    approvers: AbstractSet[Role]
    proposers: AbstractSet[Role] = ON_SITE
    needs_two_people: bool = False
    restored_within: timedelta | None = None


PLAYBOOK: Final = {
    (permission.kind, permission.measure): permission
    for permission in (
        Permission(
            kind="paper-leak",
            measure=MeasureType.SPARE_PAPER,
            rule="INC-17",
            wording="应急处理领导小组报评价机构负责人同意后，根据不同情况做出启用备用试卷重新印制、本次成绩无效或组织缓考。",
            proposers={Role.LEADING_GROUP},
            approvers={Role.DIRECTOR},
            needs_two_people=True,
        ),
        Permission(
            kind="papers-damaged",
            measure=MeasureType.SPARE_PAPER,
            rule="INC-18",
            wording="应急处理领导小组应视情况的严重与否作出决策。若保管期间受水、火灾致使试卷部分损坏的，可启用备用试卷。",
            approvers={Role.LEADING_GROUP},
        ),
        Permission(
            kind="arrival-prevented",
            measure=MeasureType.SPARE_PAPER,
            rule="INC-19",
            wording="应急处理领导小组须根据具体情况提出相应处理措施，启用备用卷或尽快将试卷送至考点。",
            approvers={Role.LEADING_GROUP},
        ),
        Permission(
            kind="arrival-prevented",
            measure=MeasureType.MAKE_UP_TIME,
            rule="INC-19",
            wording="应急处理领导小组须根据具体情况提出相应处理措施，并视情况补足考生的考试时间。",
            approvers={Role.LEADING_GROUP},
        ),
        Permission(
            kind="faulty-papers",
            measure=MeasureType.SPARE_PAPER,
            rule="INC-28",
            wording="经现场巡考人员审核同意可启用备用试卷或光盘，保证考试进行。",
            approvers={Role.SUPERVISOR},
        ),
        Permission(
            kind="power-or-equipment-failure",
            measure=MeasureType.MAKE_UP_TIME,
            rule="INC-31",
            wording="因停电或设备故障原因在 30 分钟内恢复或排除的，考务管理责任人根据情况补足耽误的考试时间。",
            approvers={Role.EXAM_AFFAIRS, Role.SITE_HEAD},
            restored_within=timedelta(minutes=30),
        ),
        Permission(
            kind="virus-or-network-fault",
            measure=MeasureType.MAKE_UP_TIME,
            rule="INC-33",
            wording="考点应立即在最短时间内排除故障，根据实际情况决定是否需要补足考生因此而耽误的考试时间。",
            approvers={Role.SITE_HEAD},
        ),
    )
}


def permission_for(kind: str, measure: MeasureType) -> Permission:
    """Find the sentence that allows it; what the plan does not provide is refused."""
    permission = PLAYBOOK.get((kind, measure))
    if permission is None:
        raise DispositionNotAllowedError(measure.zh, KINDS[kind].wording)
    return permission
