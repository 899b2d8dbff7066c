"""Breaches of candidates and of staff, and what each may lead to (考生、工作人员违规违纪处理规定)."""

from libs.contracts import volumes
from libs.forms.checks import Allows, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Choice, Moment, Person, Text

IN_THE_ROOM = ("invigilator", "examiner")
WITHIN_THE_DAY = Due(anchor="day-end", words="考试结束当天")

CLASS_1 = {
    "1-1": "违反规定携带书籍、资料、电子用品、通讯工具等物品",
    "1-2": "交头接耳、左顾右盼",
    "1-3": "吸烟、喧哗或其他影响考试秩序行为",
    "1-4": "讨论、互打手势、传递信号",
    "1-5": "夹带、偷看与考试有关资料",
}
CLASS_2 = {
    "2-1": "交换试卷、答题卡",
    "2-2": "抄袭他人答案或同意、默许、帮助他人抄袭",
    "2-3": "在非署名处署名或作标记提示评卷人员",
    "2-4": "故意损毁试卷、答题卡或将其带出考场",
}
CLASS_3 = {
    "3-1": "由他人冒名顶替或互以对方身份参加考试",
    "3-2": "参加考场内外串通作弊",
    "3-3": "参与有组织作弊",
    "3-4": "严重扰乱考场秩序，妨碍、威胁、侮辱、殴打工作人员",
    "3-5": "不服从管理、监督和检查",
}
HANDLED = {
    "warned": "警告并责令改正",
    "paper-void": "第二次仍不改正，试卷作废",
    "score-cancelled": "提醒仍不改正，取消本场成绩并责令离开考场",
    "disqualified": "取消考试资格并责令退出考场",
}

CANDIDATES_VIOLATION = Form(
    name="candidate-violation",
    title="考生违规违纪处理单",
    about="session",
    each=Each.CASE,
    rules=(
        "DIS-04",
        "DIS-05",
        "DIS-06",
        "DIS-07",
        "DIS-08",
        "DIS-10",
        "DIS-11",
        "DIS-12",
        "DIS-13",
        "DIS-15",
        "DIS-16",
        "DIS-17",
        "DIS-18",
        "EXM-35",
    ),
    filled_by=IN_THE_ROOM,
    fields=(
        Text("ticket", "准考证号", longest=20),
        Choice("act", "情形", {**CLASS_1, **CLASS_2, **CLASS_3}),
        Text("facts", "事实经过及证据", lines=3),
        Moment("at", "发生时间"),
        Choice("handled", "处理", HANDLED),
    ),
    checks=(
        Allows(when="act", says=(*CLASS_1,), field="handled", among=("warned", "paper-void"), never="score-cancelled"),
        Allows(when="act", says=(*CLASS_2,), field="handled", among=("score-cancelled",), never="warned"),
        Allows(when="act", says=(*CLASS_3,), field="handled", among=("disqualified",), never="score-cancelled"),
    ),
    signatures=(
        Signature(name="witnesses", label="监考（考评）人员签名", roles=IN_THE_ROOM, people=2),
        Signature(
            name="site-head", label="主考（考务负责人）签名", roles=("site-head", "exam-affairs"), opinion="意见"
        ),
    ),
    due=WITHIN_THE_DAY,
    volume=volumes.COURSE,
)

STAFF_ACTS = {
    "absent": "迟到、早退、擅离岗位",
    "appearance": "未佩带证明身份标识，衣冠不整或语言不文明",
    "neglect": "玩忽职守、违章指挥、检查不认真，造成事故或损失",
    "unreported": "对吵闹、起哄、罢考等未及时汇报",
    "leak": "泄露试题或认定工作相关信息",
    "favour": "打人情分、说情、私自修改结果",
}
MEASURES = {
    "truancy": "按旷工处理",
    "sent-away": "由考点负责人责令其退场",
    "by-loss": "根据事故及损失大小按有关规定处理",
    "dereliction": "按失职处理",
    "warning": "行政警告",
    "demerit": "记过",
    "major-demerit": "记大过",
    "dismissal": "除名",
}
GRADED = ("warning", "demerit", "major-demerit", "dismissal")

STAFF_VIOLATION = Form(
    name="staff-violation",
    title="工作人员违规违纪处理单",
    about="batch",
    each=Each.CASE,
    rules=("DIS-25", "DIS-26", "DIS-27", "DIS-28", "DIS-29", "DIS-30", "DIS-32"),
    filled_by=("quality", "site-head"),
    fields=(
        Person("who", "工作人员编号"),
        Choice("act", "情形", STAFF_ACTS),
        Text("facts", "事实经过、情节及损失", lines=3),
        Choice("measure", "处理", MEASURES),
        Choice("employment", "人员性质", {"own": "本机构人员", "external": "外聘人员"}),
        Moment("employer-told-at", "向其所在单位通报时间", required=False),
        Moment("dismissed-at", "解聘时间", required=False),
    ),
    checks=(
        Allows(when="act", says=("absent",), field="measure", among=("truancy",), never="warning"),
        Allows(when="act", says=("appearance",), field="measure", among=("sent-away",), never="dismissal"),
        Allows(when="act", says=("neglect",), field="measure", among=("by-loss",), never="truancy"),
        Allows(when="act", says=("unreported",), field="measure", among=("dereliction",), never="truancy"),
        Allows(when="act", says=("leak", "favour"), field="measure", among=GRADED, never="sent-away"),
        Needs(when="employment", says=("external",), fields=("employer-told-at", "dismissed-at")),
    ),
    signatures=(
        Signature(name="handled-by", label="经办人签名", roles=("quality", "site-head")),
        Signature(name="director", label="评价机构负责人签名", roles=("director",), opinion="处理决定"),
    ),
    volume=volumes.MANAGEMENT,
)

FORMS = (CANDIDATES_VIOLATION, STAFF_VIOLATION)
