"""Which measure the emergency plan provides for which kind, and who proposes and approves it (三（三）, 三（四）)."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from services.incident.domain.classification.classification import BEYOND_THE_SITE, REPAIRED_ON_SITE_WITHIN
from services.incident.domain.classification.kinds import KINDS
from services.incident.domain.measures.errors import DispositionNotAllowedError
from services.incident.domain.measures.measures import MeasureType as M
from services.incident.domain.people import Role

ON_SITE: Final = frozenset(
    {Role.INVIGILATOR, Role.EXAMINER, Role.SUPERVISOR, Role.SITE_HEAD, Role.EXAM_AFFAIRS, Role.LEADING_GROUP}
)
GROUP: Final = frozenset({Role.LEADING_GROUP})
HEAD: Final = frozenset({Role.DIRECTOR})
AFFAIRS: Final = frozenset({Role.EXAM_AFFAIRS})
INSPECTOR: Final = frozenset({Role.SUPERVISOR})


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One sentence of the plan: for this kind, this measure, proposed by these and approved by those.

    `is_immediate`: who may propose it does it; nobody is waited for. `only_under`: only if this rule decided the case.
    `after`: it is approved once people have done this.
    """

    kind: str
    measure: M
    rule: str
    wording: str
    approvers: AbstractSet[Role]
    proposers: AbstractSet[Role] = ON_SITE
    needs_two_people: bool = False
    is_immediate: bool = False
    restored_within: timedelta | None = None
    only_under: str | None = None
    after: M | None = None


def _at_once(kind: str, rule: str, wording: str, *measures: M, by: AbstractSet[Role] = ON_SITE) -> list[Permission]:
    return [
        Permission(kind=kind, measure=one, rule=rule, wording=wording, approvers=by, proposers=by, is_immediate=True)
        for one in measures
    ]


def _decided(kind: str, rule: str, wording: str, *measures: M, by: AbstractSet[Role]) -> list[Permission]:
    return [Permission(kind=kind, measure=one, rule=rule, wording=wording, approvers=by) for one in measures]


def _asked_of_the_head(
    kind: str, rule: str, wording: str, *measures: M, by: AbstractSet[Role] = GROUP
) -> list[Permission]:
    return [
        Permission(
            kind=kind,
            measure=one,
            rule=rule,
            wording=wording,
            approvers=HEAD,
            proposers=by,
            needs_two_people=True,
        )
        for one in measures
    ]


def _beyond_the_site(*permissions: Permission, after: M | None = None) -> list[Permission]:
    return [replace(one, only_under=BEYOND_THE_SITE, after=after) for one in permissions]


def _lost_time(kind: str, rule: str, wording: str, *, by: AbstractSet[Role], within: timedelta) -> list[Permission]:
    return [
        Permission(kind=kind, measure=M.MAKE_UP_TIME, rule=rule, wording=wording, approvers=by, restored_within=within)
    ]


_LEAK, _DAMAGE, _ARRIVAL, _DISORDER = "paper-leak", "papers-damaged", "arrival-prevented", "mass-disorder"
_TERROR, _ILLNESS, _DISASTER, _MAJOR = "terror", "grave-illness", "natural-disaster", "other-major"
_FAULTY, _ERRORS, _POWER, _NETWORK = (
    "faulty-papers",
    "item-errors",
    "power-or-equipment-failure",
    "virus-or-network-fault",
)
_MISSING, _GENERAL = "papers-missing-afterwards", "other-general"

_LEAKED = "应急处理领导小组报评价机构负责人同意后，根据不同情况做出启用备用试卷重新印制、本次成绩无效或组织缓考。"
_SPREAD = "已查明失、泄密扩散范围，经评价机构负责人批准，宣布在范围内考试无效，并在此范围内启动备用试卷进行考试。"
_AS_PLANNED = "如确信试题并未大规模扩散，经评价机构负责人批准，考试仍可以如期进行。"
_SCENE = "考点应采取措施，保护好现场，应急处理领导小组应立即会同有关部门进行调查。"
_LATE_PAPERS = "启用备用卷或尽快将试卷送至考点，安抚考生情绪，并视情况补足考生的考试时间。"
_LATE_PEOPLE = "报评价机构负责人，经同意后：该次考试延时；重新安排；取消该次考试，下次考试免收该科目考试费用。"
_CHEATING = "指派工作组会同考点，封闭整个考点，更换监考人员充实考场，必要时请求当地公安机关协助。"
_ALIKE = "评卷时对问题考场的试卷进行分析研究，或向评价机构负责人请示，将该考场试卷全部作废。"
_ALARM = "应立即报警，请求公安机关协助，排除危险。"
_ELSEWHERE = "申请缓考或更换考点后再考，并启用备用卷或在公安机关的保护下继续考试。"
_AID = "由考点医务人员做好应急处理，及时送往医院抢救；若爆发传染病，进行考点隔离、人员隔离。"
_STOP = "向评价机构负责人汇报情况，经批准做出停考或缓考决定，或其他处理方案。"
_SAFETY = "先确保考生人身安全、试卷安全，同时应妥善疏散、安置考生。"
_BY_WEIGHT = "由应急处理领导小组根据情况轻重，做出不同处理。"
_SHORT = "确因备用试卷不足，调配其他考点备用试卷，也可在保证安全保密的情况下速印（复制）试卷，考试时间适当顺延。"
_TYPOS = "不影响考试正常进行的，由考务管理责任人负责处理更正。"
_CONFIRMED = "如果属于区域大面积停电，考务管理责任人进行协调，确认恢复供电时间。"
_BLACKOUT = "立即向评价机构负责人报告，根据指示做出延时、重新安排、取消该次考试、下次考试免收费用的决定。"
_FAULT = "做好考生安抚工作，在最短时间内排除故障，根据实际情况决定是否需要补足考生因此而耽误的考试时间。"
_TAKEN = "迅速查清缺失考生的信息，尽快联系该考生，责令送回，建议将该科目成绩按零分处理。"

PLAYBOOK: Final = (
    *_at_once(_LEAK, "INC-15", _SCENE, M.SCENE_PROTECTION),
    *_at_once(_LEAK, "INC-15", _SCENE, M.WORK_GROUP, by=GROUP),
    *_asked_of_the_head(_LEAK, "INC-15", _AS_PLANNED, M.CONTINUE),
    *_asked_of_the_head(_LEAK, "INC-16", _SPREAD, M.VOID_RESULTS, M.RESIT),
    *_asked_of_the_head(_LEAK, "INC-17", _LEAKED, M.SPARE_PAPER, M.REPRINT, M.RESCHEDULE),
    *_decided(_DAMAGE, "INC-18", KINDS[_DAMAGE].handling, M.SPARE_PAPER, by=GROUP),
    *_asked_of_the_head(_DAMAGE, "INC-18", KINDS[_DAMAGE].handling, M.REPRINT),
    *_decided(_ARRIVAL, "INC-19", _LATE_PAPERS, M.SPARE_PAPER, M.MAKE_UP_TIME, by=GROUP),
    *_at_once(_ARRIVAL, "INC-19", _LATE_PAPERS, M.DELIVERY, M.CALMING),
    *_asked_of_the_head(_ARRIVAL, "INC-20", _LATE_PEOPLE, M.START_DELAY, M.RESCHEDULE, M.CANCELLATION, M.FEE_WAIVER),
    *_at_once(_DISORDER, "INC-21", _CHEATING, M.POLICE),
    *_at_once(_DISORDER, "INC-21", _CHEATING, M.WORK_GROUP, by=GROUP),
    *_decided(_DISORDER, "INC-21", _CHEATING, M.SITE_CLOSURE, M.REPLACE_STAFF, by=GROUP),
    *_decided(_DISORDER, "INC-22", _ALIKE, M.SCRIPT_ANALYSIS, by=GROUP),
    *_asked_of_the_head(_DISORDER, "INC-22", _ALIKE, M.VOID_RESULTS),
    *_at_once(_TERROR, "INC-23", _ALARM, M.POLICE, M.EVACUATION),
    *_asked_of_the_head(_TERROR, "INC-23", _ELSEWHERE, M.RESCHEDULE, M.SPARE_PAPER, M.CONTINUE),
    *_at_once(_ILLNESS, "INC-24", _AID, M.MEDICAL_AID, M.ISOLATION),
    *_asked_of_the_head(_ILLNESS, "INC-24", _STOP, M.CANCELLATION, M.RESCHEDULE, M.OTHER),
    *_at_once(_DISASTER, "INC-25", _SAFETY, M.EVACUATION, M.SCENE_PROTECTION),
    *_asked_of_the_head(_DISASTER, "INC-25", _STOP, M.CANCELLATION, M.RESCHEDULE, M.OTHER),
    *_decided(_MAJOR, "INC-11", _BY_WEIGHT, M.OTHER, M.SPARE_PAPER, M.MAKE_UP_TIME, by=GROUP),
    *_asked_of_the_head(_MAJOR, "INC-11", _BY_WEIGHT, M.START_DELAY, M.RESCHEDULE, M.CANCELLATION),
    *_at_once(_FAULTY, "INC-28", KINDS[_FAULTY].handling, M.PUT_BACK),
    *(
        replace(one, after=M.PUT_BACK)
        for one in _decided(_FAULTY, "INC-28", KINDS[_FAULTY].handling, M.SPARE_PAPER, by=INSPECTOR)
    ),
    *_decided(_FAULTY, "INC-29", _SHORT, M.DELIVERY, M.REPRINT, M.MAKE_UP_TIME, by=AFFAIRS | INSPECTOR),
    *_at_once(_ERRORS, "INC-30", _TYPOS, M.CORRECTION, by=AFFAIRS),
    *_asked_of_the_head(_ERRORS, "INC-30", KINDS[_ERRORS].handling, M.OTHER, by=AFFAIRS),
    *_at_once(_POWER, "INC-31", KINDS[_POWER].handling, M.REPAIR),
    *_beyond_the_site(*_at_once(_POWER, BEYOND_THE_SITE, _CONFIRMED, M.POWER_RETURN, by=AFFAIRS)),
    *_beyond_the_site(
        *_asked_of_the_head(
            _POWER,
            BEYOND_THE_SITE,
            _BLACKOUT,
            *(M.MAKE_UP_TIME, M.START_DELAY, M.RESCHEDULE, M.CANCELLATION, M.FEE_WAIVER),
        ),
        after=M.POWER_RETURN,
    ),
    *_lost_time(
        _POWER, "INC-31", KINDS[_POWER].handling, by=AFFAIRS | {Role.SITE_HEAD}, within=REPAIRED_ON_SITE_WITHIN
    ),
    *_at_once(_NETWORK, "INC-33", _FAULT, M.REPAIR, M.CALMING),
    *_decided(_NETWORK, "INC-33", _FAULT, M.MAKE_UP_TIME, by=frozenset({Role.SITE_HEAD})),
    *_at_once(_MISSING, "INC-34", _TAKEN, M.PAPER_RETURN),
    *_asked_of_the_head(_MISSING, "INC-34", _TAKEN, M.ZERO_SCORE, by=ON_SITE),
    *_decided(_GENERAL, "INC-13", KINDS[_GENERAL].handling, M.OTHER, by=GROUP),
)


def permissions(kind: str) -> Iterator[Permission]:
    """Everything the plan provides for a kind."""
    return (one for one in PLAYBOOK if one.kind == kind)


def permission_for(kind: str, measure: M, *, decided_by: str) -> Permission:
    """Find the sentence that allows it in a case that this rule decided; what the plan does not provide is refused."""
    for one in permissions(kind):
        if one.measure is measure and one.only_under in {None, decided_by}:
            return one
    raise DispositionNotAllowedError(measure.zh, KINDS[kind].handling)


def is_free_next_time(kind: str, rule: str) -> bool:
    """Whether what is cancelled under this clause is free the next time (INC-20, INC-32)."""
    return any(one.measure is M.FEE_WAIVER and one.rule == rule for one in permissions(kind))


def permission_under(kind: str, measure: M, rule: str) -> Permission:
    """The sentence that a proposal was made under."""
    return next(one for one in permissions(kind) if (one.measure, one.rule) == (measure, rule))
