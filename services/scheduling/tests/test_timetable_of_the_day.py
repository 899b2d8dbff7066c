"""The steps of an examination day as those on duty read them: when, and in the words of the rulebook."""

import pytest

from services.scheduling.tests.builders import BATCH
from services.scheduling.tests.conftest import OFFICE

THEORY = [
    ("papers-on-site", "08:00", "EXM-02", "试卷运抵考点，双方清点交接，妥善保管"),
    ("instructions-given", "08:20", "EXM-04", "主考在考点办公室向到齐的工作人员作临场指示，核准时间，检查工作标志"),
    (
        "staff-meeting",
        "08:20",
        "EXM-04 EXM-05",
        "到达考点办公室，参加考前会，接受主考指示，校对时间，佩戴工作标志",
    ),
    (
        "papers-collected",
        "08:30",
        "EXM-06",
        "两名监考员同时领取试卷，核对职业和等级，连同考生名册、草稿纸带进考场",
    ),
    ("belongings", "08:45", "EXM-08", "副监考在考场门口组织考生存放书本资料等物品"),
    (
        "admission",
        "08:45",
        "EXM-07 EXM-08",
        "主监考核对准考证和身份证，引导考生对号入座并签到",
    ),
    (
        "notes-read",
        "08:50",
        "EXM-09",
        "副监考宣读考生注意事项，考生关闭通讯工具，与其他非考试用品一起存放到指定位置",
    ),
    (
        "papers-opened",
        "08:55",
        "EXM-11",
        "主监考当众启封试卷和答题卡，清点份数，请两名考生查看封口",
    ),
    ("papers-handed-out", "08:55", "EXM-12", "分发答题卡和试卷，考生填写姓名和准考证号，核对试卷，不得答题"),
    ("start", "09:00", "EXM-14", "考点统一发布开考信号，考生开始答题"),
    ("five-checks", "09:00", "EXM-15 EXM-16", "逐人核对姓名、准考证号、座号、身份证和本人，有疑问报告考务办公室"),
    ("entry-closed", "09:30", "EXM-17 EXM-18", "迟到考生不得入场，考生可以交卷退场"),
    (
        "attendance-counted",
        "09:30",
        "EXM-19",
        "清查参考、缺考人数，再次核对全部试卷和答题卡上的姓名、准考证号",
    ),
    ("time-reminder", "10:15", "EXM-20", "预告离考试结束还有15分钟"),
    (
        "end",
        "10:30",
        "EXM-21 EXM-22",
        "考点统一发布结束信号，主监考宣布停止答卷，答卷反扣在桌上",
    ),
    ("papers-counted", "10:30", "EXM-21 EXM-23", "收集清点试卷、答题卡，一份不少；缺少的立即追查并报考务办公室"),
    ("candidates-released", "10:30", "EXM-21 EXM-22", "清点无误后，副监考组织考生退场，提醒带走证件等物品"),
    (
        "papers-ordered",
        "10:30",
        "EXM-24",
        "已答试卷和缺考试卷按准考证号顺序整理，备用空白试卷附后，送交考点办公室",
    ),
    ("papers-accepted", "10:30", "EXM-24", "考点办公室逐一验收试卷"),
    ("papers-sealed", "10:30", "EXM-25", "验收合格后立即装订、密封，本考场两名以上监考人员签字"),
]
PRACTICAL = [
    ("papers-on-site", "07:30", "EXM-02", "试题运抵考点，双方清点交接，妥善保管"),
    ("task-collected", "07:50", "EXM-44", "考评组长领取试题，检查分发备料，察看设备，研究评分标准"),
    ("admission", "08:15", "EXM-45", "考生持证件和规定工具入场，考评人员核验，抽签确定工位并签字"),
    ("safety-read", "08:15", "EXM-57", "向考评人员和考生宣读安全注意事项"),
    ("start", "08:30", "EXM-48", "考评人员统一发令开始操作并计时"),
    ("entry-closed", "08:35", "EXM-47", "迟到5分钟者取消该项考核资格"),
    ("end", "10:30", "EXM-52", "发布停止口令，考生立即停止操作"),
    ("pieces-sealed", "10:30", "EXM-53", "考评、监考人员封存工件，不得留任何标记"),
    ("room-cleared", "10:30", "EXM-59", "清理考场，关闭运行设备，切断电源"),
]


@pytest.mark.parametrize(("part", "steps"), [("theory", THEORY), ("practical", PRACTICAL)])
async def test_the_timetable_of_the_day_speaks_as_the_rulebook(published, part, steps):
    session = await published.session(part)

    shown = await published.harness.get(f"/sessions/{session['session_id']}", as_=OFFICE)

    assert session["batch_id"] == BATCH
    rows = shown.json()["timeline"]
    assert [(row["name"], row["at"][11:16], " ".join(row["rules"]), row["task"]) for row in rows] == steps
