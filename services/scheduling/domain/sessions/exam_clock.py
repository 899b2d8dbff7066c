"""The clock of an examination day: what happens when, counted from the start (T) and the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from libs.contracts.event import Part

STAFF_ON_SITE = timedelta(minutes=40)
ADMISSION = timedelta(minutes=15)
# From these moments after the start signal on, nobody is let in any more.
ENTRY_LIMIT: dict[Part, timedelta] = {"theory": timedelta(minutes=30), "practical": timedelta(minutes=5)}


class Anchor(StrEnum):
    """What a checkpoint is counted from."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Checkpoint:
    """One line of the day's timetable: minutes from its anchor, the rules it comes from, what is to be done."""

    name: str
    anchor: Anchor
    minutes: int
    rules: str
    task: str

    def at(self, *, starts_at: datetime, ends_at: datetime) -> datetime:
        """When it is due in one session."""
        anchor = starts_at if self.anchor is Anchor.START else ends_at
        return anchor + timedelta(minutes=self.minutes)


THEORY_DAY = (
    Checkpoint("papers-on-site", Anchor.START, -60, "EXM-02", "试卷运抵考点，办理交接并妥善保管"),
    Checkpoint(
        "staff-meeting",
        Anchor.START,
        -40,
        "EXM-04 EXM-05",
        "工作人员到达考点办公室，参加考前会，校对时间，佩戴工作标志",
    ),
    Checkpoint(
        "papers-collected",
        Anchor.START,
        -30,
        "EXM-06",
        "两名监考员同时领取试卷，核对职业和等级，连同考生名册、草稿纸带进考场",
    ),
    Checkpoint(
        "admission",
        Anchor.START,
        -15,
        "EXM-07 EXM-08",
        "考生存放书本资料等物品后入场，核对准考证和身份证，对号入座并签到",
    ),
    Checkpoint(
        "notes-read",
        Anchor.START,
        -10,
        "EXM-09",
        "宣读考生注意事项，考生关闭通讯工具，与其他非考试用品一起存放到指定位置",
    ),
    Checkpoint(
        "papers-opened",
        Anchor.START,
        -5,
        "EXM-11 EXM-12",
        "主监考当众启封、清点并分发试卷和答题卡，考生填写姓名和准考证号，核对试卷，不得答题",
    ),
    Checkpoint("start", Anchor.START, 0, "EXM-14", "统一发布开考信号，开始答题"),
    Checkpoint(
        "entry-closed",
        Anchor.START,
        30,
        "EXM-17 EXM-18 EXM-19",
        "迟到考生不得入场，考生可以交卷退场，清查参考、缺考人数，再次核对全部试卷和答题卡上的姓名、准考证号",
    ),
    Checkpoint("time-reminder", Anchor.END, -15, "EXM-20", "预告离考试结束还有15分钟"),
    Checkpoint(
        "end", Anchor.END, 0, "EXM-21 EXM-22", "发布结束信号，停止答卷，答卷反扣在桌上，清点试卷后考生带齐证件退场"
    ),
)
PRACTICAL_DAY = (
    Checkpoint("papers-on-site", Anchor.START, -60, "EXM-02", "试题运抵考点，办理交接并妥善保管"),
    Checkpoint("task-collected", Anchor.START, -40, "EXM-44", "考评组长领取试题，检查考场物料和设备，熟悉评分标准"),
    Checkpoint("admission", Anchor.START, -15, "EXM-45", "考生持证件和规定工具入场，考评人员核验，确定工位并签字"),
    Checkpoint("start", Anchor.START, 0, "EXM-48", "考评人员统一发令开始操作并计时"),
    Checkpoint("entry-closed", Anchor.START, 5, "EXM-47", "迟到5分钟者取消该项考核资格"),
    Checkpoint("end", Anchor.END, 0, "EXM-52", "发布停止口令，考生立即停止操作"),
)
TIMELINES: dict[Part, tuple[Checkpoint, ...]] = {"theory": THEORY_DAY, "practical": PRACTICAL_DAY}
