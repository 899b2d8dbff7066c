"""The clock of an examination day: what is done when and by whom, counted from the start (T) and the end."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from libs.contracts.event import Part
from libs.contracts.scheduling import Duty

STAFF_ON_SITE = timedelta(minutes=40)
ADMISSION = timedelta(minutes=15)
# From these moments after the start signal on, nobody is let in any more.
ENTRY_LIMIT: dict[Part, timedelta] = {"theory": timedelta(minutes=30), "practical": timedelta(minutes=5)}
# EXM-18: until then nobody hands in and leaves a theory room.
EXIT_LIMIT: dict[Part, timedelta] = {"theory": timedelta(minutes=30), "practical": timedelta(0)}

Office = Literal["site-head", "exam-affairs"]
Signer = Duty | Office | Literal["supervisor"]
# Which theory rooms a step is of: those with papers on the desks, or those with computers.
Medium = Literal["paper", "computer"]
CHIEF: tuple[Signer, ...] = ("chief-invigilator",)
DEPUTY: tuple[Signer, ...] = ("deputy-invigilator",)
INVIGILATORS = CHIEF + DEPUTY
SUPERVISOR: tuple[Signer, ...] = ("supervisor",)
LEADER: tuple[Signer, ...] = ("leader",)
EXAMINERS: tuple[Signer, ...] = ("leader", "examiner")
SITE_HEAD: tuple[Signer, ...] = ("site-head",)
EXAM_AFFAIRS: tuple[Signer, ...] = ("exam-affairs",)
SITE = SITE_HEAD + EXAM_AFFAIRS


class Anchor(StrEnum):
    """What a checkpoint is counted from."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Checkpoint:
    """One line of the day's timetable: minutes from its anchor, the rules it comes from, what is to be done.

    Who does it signs: `signers` says who may, `signatures` how many of them do (0: each of them). Without signers it is
    a moment of the session's own: a signal, or the end of entry.

    `within` is for how many minutes from its moment on it may be done; with 0 its moment is the last one, so it may be
    done before, and with None the rulebook sets no end ("at once"). Whoever signs states the `figures`, and names
    `witnesses` candidates who saw it. It is not signed before the step that it comes `after` is done.
    """

    name: str
    anchor: Anchor
    minutes: int
    rules: str
    task: str
    _: KW_ONLY
    signers: tuple[Signer, ...] = ()
    signatures: int = 1
    within: int | None = None
    figures: tuple[str, ...] = ()
    witnesses: int = 0
    after: str = ""
    medium: Medium | None = None

    def at(self, *, starts_at: datetime, ends_at: datetime) -> datetime:
        """When it is due in one session."""
        anchor = starts_at if self.anchor is Anchor.START else ends_at
        return anchor + timedelta(minutes=self.minutes)

    @property
    def follows_the_end(self) -> bool:
        """Whether it is done once the end signal was given."""
        return self.anchor is Anchor.END and self.minutes >= 0

    @property
    def may_be_early(self) -> bool:
        """Whether its moment is the last one for it, not the first."""
        return self.within == 0


def _start(minutes: int, name: str, rules: str, task: str, **more: object) -> Checkpoint:
    return Checkpoint(name, Anchor.START, minutes, rules, task, **more)  # type: ignore[arg-type]


def _end(minutes: int, name: str, rules: str, task: str, **more: object) -> Checkpoint:
    return Checkpoint(name, Anchor.END, minutes, rules, task, **more)  # type: ignore[arg-type]


_ON_SITE = "{}运抵考点，双方清点交接，妥善保管"
_HANDED_OVER: dict[str, object] = {"signers": SITE, "signatures": 2, "within": 0, "figures": ("packages",)}

THEORY_DAY = (
    _start(-60, "papers-on-site", "EXM-02", _ON_SITE.format("试卷"), medium="paper", **_HANDED_OVER),
    _start(
        -40,
        "instructions-given",
        "EXM-04",
        "主考在考点办公室向到齐的工作人员作临场指示，核准时间，检查工作标志",
        signers=SITE_HEAD,
        within=0,
    ),
    _start(
        -40,
        "staff-meeting",
        "EXM-04 EXM-05",
        "到达考点办公室，参加考前会，接受主考指示，校对时间，佩戴工作标志",
        signers=INVIGILATORS + SUPERVISOR,
        signatures=0,
        within=0,
    ),
    _start(
        -30,
        "papers-collected",
        "EXM-06",
        "两名监考员同时领取试卷，核对职业和等级，连同考生名册、草稿纸带进考场",
        signers=INVIGILATORS,
        signatures=2,
        within=0,
        medium="paper",
    ),
    _start(-15, "belongings", "EXM-08", "副监考在考场门口组织考生存放书本资料等物品", signers=DEPUTY, within=5),
    _start(
        -15,
        "admission",
        "EXM-07 EXM-08",
        "主监考核对准考证和身份证，引导考生对号入座并签到",
        signers=CHIEF,
        within=5,
    ),
    _start(
        -10,
        "notes-read",
        "EXM-09",
        "副监考宣读考生注意事项，考生关闭通讯工具，与其他非考试用品一起存放到指定位置",
        signers=DEPUTY,
        within=5,
    ),
    _start(
        -5,
        "papers-opened",
        "EXM-11",
        "主监考当众启封试卷和答题卡，清点份数，请两名考生查看封口",
        signers=CHIEF,
        within=5,
        figures=("papers",),
        witnesses=2,
        medium="paper",
    ),
    _start(
        -5,
        "papers-handed-out",
        "EXM-12",
        "分发答题卡和试卷，考生填写姓名和准考证号，核对试卷，不得答题",
        signers=INVIGILATORS,
        within=5,
        medium="paper",
    ),
    _start(
        -5,
        "computers-checked",
        "EXM-13",
        "提醒考生查看计算机能否正常使用，不能使用的立即调试或更换",
        signers=CHIEF,
        within=5,
        figures=("computers", "faulty", "restored"),
        medium="computer",
    ),
    _start(0, "start", "EXM-14", "考点统一发布开考信号，考生开始答题"),
    _start(
        0,
        "five-checks",
        "EXM-15 EXM-16",
        "逐人核对姓名、准考证号、座号、身份证和本人，有疑问报告考务办公室",
        signers=DEPUTY,
        within=30,
    ),
    _start(30, "entry-closed", "EXM-17 EXM-18", "迟到考生不得入场，考生可以交卷退场"),
    _start(
        30,
        "attendance-counted",
        "EXM-19",
        "清查参考、缺考人数，再次核对全部试卷和答题卡上的姓名、准考证号",
        signers=INVIGILATORS,
        within=5,
        figures=("present", "absent"),
    ),
    _end(-15, "time-reminder", "EXM-20", "预告离考试结束还有15分钟", signers=INVIGILATORS, within=1),
    _end(0, "end", "EXM-21 EXM-22", "考点统一发布结束信号，主监考宣布停止答卷，答卷反扣在桌上"),
    _end(
        0,
        "papers-counted",
        "EXM-21 EXM-23",
        "收集清点试卷、答题卡，一份不少；缺少的立即追查并报考务办公室",
        signers=INVIGILATORS,
        signatures=2,
        figures=("answered", "unanswered", "spare"),
        after="papers-opened",
        medium="paper",
    ),
    _end(
        0,
        "candidates-released",
        "EXM-21 EXM-22",
        "清点无误后，副监考组织考生退场，提醒带走证件等物品",
        signers=DEPUTY,
        after="papers-counted",
        medium="paper",
    ),
    _end(
        0,
        "papers-ordered",
        "EXM-24",
        "已答试卷和缺考试卷按准考证号顺序整理，备用空白试卷附后，送交考点办公室",
        signers=INVIGILATORS,
        after="papers-counted",
        medium="paper",
    ),
    _end(
        0,
        "papers-accepted",
        "EXM-24",
        "考点办公室逐一验收试卷",
        signers=EXAM_AFFAIRS,
        figures=("answered", "unanswered", "spare"),
        after="papers-ordered",
        medium="paper",
    ),
    _end(
        0,
        "papers-sealed",
        "EXM-25",
        "验收合格后立即装订、密封，本考场两名以上监考人员签字",
        signers=INVIGILATORS,
        signatures=2,
        after="papers-accepted",
        medium="paper",
    ),
)
PRACTICAL_DAY = (
    _start(-60, "papers-on-site", "EXM-02", _ON_SITE.format("试题"), **_HANDED_OVER),
    _start(
        -40,
        "task-collected",
        "EXM-44",
        "考评组长领取试题，检查分发备料，察看设备，研究评分标准",
        signers=LEADER,
        within=0,
    ),
    _start(
        -15,
        "admission",
        "EXM-45",
        "考生持证件和规定工具入场，考评人员核验，抽签确定工位并签字",
        signers=EXAMINERS,
        within=15,
        figures=("drawn",),
    ),
    _start(-15, "safety-read", "EXM-57", "向考评人员和考生宣读安全注意事项", signers=LEADER, within=15),
    _start(0, "start", "EXM-48", "考评人员统一发令开始操作并计时"),
    _start(5, "entry-closed", "EXM-47", "迟到5分钟者取消该项考核资格"),
    _end(0, "end", "EXM-52", "发布停止口令，考生立即停止操作"),
    _end(0, "pieces-sealed", "EXM-53", "考评、监考人员封存工件，不得留任何标记", signers=EXAMINERS, signatures=2),
    _end(0, "room-cleared", "EXM-59", "清理考场，关闭运行设备，切断电源", signers=LEADER),
)
TIMELINES: dict[Part, tuple[Checkpoint, ...]] = {"theory": THEORY_DAY, "practical": PRACTICAL_DAY}
