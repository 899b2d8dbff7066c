"""What a batch's files consist of, volume by volume, as the institution's own list of contents names it (ARC-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from libs.contracts import volumes

# In the order of the list of contents; what belongs to no batch is the last.
VOLUMES: Final = (
    volumes.REGISTRATION,
    volumes.PLAN,
    volumes.COURSE,
    volumes.RESULTS,
    volumes.CERTIFICATES,
    volumes.MANAGEMENT,
)
# The files that belong to no batch.
MANAGEMENT_FILE: Final = "management"
# Those who hand in a thesis are of level 2 or 1.
REVIEWED_LEVEL: Final = 2

Wanted = Literal["batch", "theory", "practical", "session", "reviewed", "certified", "never"]


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One named paper. `wanted` says what has to have it: the batch, each session of a part, or nothing.

    A form in `forms` that all have signed stands in its place. What a batch `may_lack` is declared absent with a
    reason. What has `own_title` is called what whoever files it calls it; an `envelope` is kept shut.
    """

    name: str
    title: str
    volume: str
    wanted: Wanted
    forms: Sequence[str] = ()
    may_lack: bool = False
    own_title: bool = False
    envelope: bool = False


KINDS: Final[Sequence[PaperKind]] = (
    PaperKind(name="announcement", title="认定公告", volume=volumes.REGISTRATION, wanted="batch"),
    PaperKind(name="application-papers", title="资格审核材料", volume=volumes.REGISTRATION, wanted="batch"),
    PaperKind(name="review-summary", title="资格审核数据汇总表", volume=volumes.REGISTRATION, wanted="batch"),
    PaperKind(name="approved-roster", title="资格审核通过人员名册", volume=volumes.REGISTRATION, wanted="batch"),
    PaperKind(
        name="training-plan", title="职业技能培训方案", volume=volumes.REGISTRATION, wanted="batch", may_lack=True
    ),
    PaperKind(name="plan-declaration", title="认定计划申报表", volume=volumes.PLAN, wanted="batch"),
    PaperKind(
        name="implementation-plan",
        title="考务实施方案",
        volume=volumes.PLAN,
        wanted="batch",
        forms=("implementation-plan",),
    ),
    PaperKind(name="invigilator-sign-in", title="监考人员签到表", volume=volumes.COURSE, wanted="theory"),
    PaperKind(
        name="paper-register",
        title="试卷发放/收取情况登记表",
        volume=volumes.COURSE,
        wanted="theory",
        forms=("sealing-record",),
    ),
    PaperKind(
        name="candidate-sign-in",
        title="考生签到表",
        volume=volumes.COURSE,
        wanted="session",
        forms=("sign-in-sheet",),
    ),
    PaperKind(
        name="room-record",
        title="考场情况记录单",
        volume=volumes.COURSE,
        wanted="session",
        forms=("theory-room-record", "practical-room-record"),
    ),
    PaperKind(name="examiner-sign-in", title="考评人员签到表", volume=volumes.COURSE, wanted="practical"),
    PaperKind(
        name="supervision",
        title="内部督导表",
        volume=volumes.COURSE,
        wanted="batch",
        forms=("on-site-supervision-report",),
    ),
    PaperKind(name="result-summary", title="评价结果汇总表", volume=volumes.RESULTS, wanted="batch"),
    PaperKind(name="theory-papers", title="理论试卷", volume=volumes.RESULTS, wanted="never"),
    PaperKind(name="answer-papers", title="答卷、答题卡", volume=volumes.RESULTS, wanted="theory"),
    PaperKind(name="practical-scores", title="操作技能考核评分记录表", volume=volumes.RESULTS, wanted="practical"),
    PaperKind(name="thesis-scores", title="论文评审、答辩评分表", volume=volumes.RESULTS, wanted="reviewed"),
    PaperKind(name="work-pictures", title="作品照片或视频", volume=volumes.RESULTS, wanted="practical", may_lack=True),
    PaperKind(
        name="certificate-check",
        title="职业技能等级证书数据审核确认表",
        volume=volumes.CERTIFICATES,
        wanted="certified",
    ),
    PaperKind(name="certificate-register", title="证书花名册", volume=volumes.CERTIFICATES, wanted="certified"),
    PaperKind(name="other", title="其他资料", volume=volumes.COURSE, wanted="never", own_title=True),
    PaperKind(name="work-document", title="认定工作文件", volume=volumes.MANAGEMENT, wanted="never", own_title=True),
    PaperKind(
        name="standard", title="职业分类大典、职业技能标准", volume=volumes.MANAGEMENT, wanted="never", own_title=True
    ),
    PaperKind(name="item-bank", title="题库资料", volume=volumes.MANAGEMENT, wanted="never", own_title=True),
    PaperKind(
        name="account-envelope",
        title="系统账号密码密封件",
        volume=volumes.MANAGEMENT,
        wanted="never",
        own_title=True,
        envelope=True,
    ),
)
BY_NAME: Final = {kind.name: kind for kind in KINDS}
