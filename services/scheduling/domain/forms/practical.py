"""What is on record of a practical examination (实际操作考核工作要求, 实际操作考场安全工作规则, 考评人员管理办法)."""

from libs.contracts import volumes
from libs.forms.checks import Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import LONGEST_STORY, Choice, Moment, Number, Person, Rows, Text, Tick

EXAMINERS = ("examiner",)
LEADER = ("examiner:leader",)
PRACTICAL = frozenset({"practical"})
THE_SAME_DAY = Due(anchor="day-end", words="考评结束当天")
TICKET = Text("ticket", "准考证号", longest=20)

PREPARATORY_MEETING = Form(
    name="examiners-meeting",
    title="考评组考前准备会记录",
    about="session",
    only=PRACTICAL,
    rules=("PER-11",),
    filled_by=LEADER,
    fields=(
        Moment("held-at", "会议时间"),
        Text("tasks", "考评题目分析", lines=3, longest=LONGEST_STORY),
        Text("standard", "确定的评分标准", lines=3, longest=LONGEST_STORY),
        Rows("division", "考评人员工作分工", (Person("who", "考评员编号"), Text("work", "分工")), least=3, most=60),
    ),
    signatures=(Signature(name="leader", label="考评组长签名", roles=LEADER),),
    due=Due(anchor="start", words="本场开考前"),
    volume=volumes.COURSE,
)

ROOM_RECORD = Form(
    name="practical-room-record",
    title="实际操作考核考场记录",
    about="session",
    only=PRACTICAL,
    rules=("EXM-51", "EXM-53", "EXM-55", "EXM-57", "EXM-58", "EXM-59"),
    filled_by=EXAMINERS,
    fields=(
        Moment("safety-read-at", "考场负责人向考评人员及考生宣读安全注意事项时间"),
        Person("safety-read-by", "宣读人（考场负责人）编号"),
        Rows(
            "candidates",
            "考生操作情况",
            (
                TICKET,
                Number("workstation", "工位", least=1, most=99),
                Choice("safe", "安全文明生产情况", {"good": "好", "fair": "一般", "poor": "差"}),
                Moment("done-at", "操作完成时间"),
                Text("violations", "违规违纪情况", required=False),
            ),
            least=1,
            most=99,
        ),
        Rows(
            "unsafe",
            "违规或违章操作",
            (
                TICKET,
                Text("what", "情形"),
                Choice("handled", "处理", {"corrected": "立即纠正", "cancelled": "取消考试资格"}),
            ),
        ),
        Rows(
            "lost-time",
            "因设备和考场问题延误时间",
            (
                Number("workstation", "工位", least=1, most=99),
                Text("cause", "原因"),
                Number("minutes", "延误并顺延", least=1, most=480, unit="分钟"),
                Person("noted-by", "记录考评员编号"),
            ),
        ),
        Number("pieces", "封存试件", most=99, unit="件"),
        Tick("pieces-sealed", "试件已由考评、监考人员封存", must=True),
        Tick("no-marks", "试件上未留任何标记", must=True),
        Tick("cleared", "考后已清理考场", must=True),
        Tick("shut-down", "运行设备已关闭", must=True),
        Tick("power-cut", "电源已切断", must=True),
    ),
    signatures=(
        Signature(name="examiners", label="考评人员签名", roles=EXAMINERS, people=2),
        Signature(name="supervisor", label="内部质量督导员签名", roles=("supervisor",), opinion="监督检查意见"),
    ),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

EXAMINER_RECORD = Form(
    name="examiner-record",
    title="职业技能等级认定现场考评记录表",
    about="session",
    each=Each.PERSON,
    only=PRACTICAL,
    rules=("PER-37",),
    filled_by=EXAMINERS,
    fields=(
        Text("card", "考评员证卡编号", longest=18),
        Text("occupation", "职业"),
        Moment("held-at", "考评时间"),
        Text("level", "鉴定等级"),
        Number("candidates", "人数", least=1, most=99, unit="人"),
        Text("place", "考评地点"),
        Text("site", "考核场地、设施设备、检测工具准备情况", lines=3),
        Text("course", "考核情况", lines=4, longest=LONGEST_STORY),
    ),
    signatures=(
        Signature(name="examiner", label="考评员签名", roles=EXAMINERS),
        Signature(name="supervisor", label="督导员签名", roles=("supervisor",), opinion="对鉴定过程的总体评价"),
    ),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
    note="此表由考评员根据鉴定情况填写，每个考评员单独填写。",
)

LEADERS_REPORT = Form(
    name="violation-report",
    title="考生违纪处理结果书面报告",
    about="session",
    each=Each.CASE,
    only=PRACTICAL,
    rules=("PER-09", "PER-39"),
    filled_by=EXAMINERS,
    fields=(
        TICKET,
        Text("act", "违纪行为", lines=2),
        Choice("gravity", "情节", {"light": "较轻", "medium": "较重", "grave": "严重"}),
        Choice(
            "handled", "处理结果", {"advice": "劝告", "warning": "警告", "ended": "终止考核", "void": "宣布成绩无效"}
        ),
        Moment("at", "处理时间"),
        Moment("reported-at", "报告评价机构负责人时间"),
        Tick("in-the-record", "处理结果已填写在考场记录上", must=True),
    ),
    signatures=(
        Signature(name="leader", label="考评组长签名", roles=LEADER),
        Signature(name="received-by", label="评价机构收件人签名", roles=("exam-affairs", "quality")),
    ),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

PROPOSAL = Form(
    name="time-proposal",
    title="停止或延长考核时间建议",
    about="session",
    each=Each.CASE,
    only=PRACTICAL,
    rules=("PER-13",),
    filled_by=EXAMINERS,
    fields=(
        Text("situation", "出现的特殊情况", lines=3),
        Choice("proposal", "建议", {"stop": "停止考核", "extend": "延长考核时间"}),
        Number("minutes", "延长", least=1, most=480, unit="分钟", required=False),
    ),
    checks=(Needs(when="proposal", says=("extend",), fields=("minutes",)),),
    signatures=(
        Signature(name="examiner", label="考评人员签名", roles=EXAMINERS),
        Signature(name="answered-by", label="评价机构答复人签名", roles=("exam-affairs", "director"), opinion="答复"),
    ),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

FORMS = (PREPARATORY_MEETING, ROOM_RECORD, EXAMINER_RECORD, LEADERS_REPORT, PROPOSAL)
