"""What is on record of marking (阅卷评分守则; 试点工作实施方案 七; 考务管理办法 第十七条)."""

from libs.contracts import volumes
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import LONGEST_STORY, Moment, Number, Person, Rows, Text, Tick

LEADERS = ("examiner:leader", "marking-lead")
MARKERS = ("examiner", "marking-lead", "exam-affairs")
THE_SAME_DAY = Due(anchor="day-end", words="考试结束当天")
LEADER_SIGNS = Signature(name="leader", label="考评小组负责人签名", roles=LEADERS)

RULES = Form(
    name="marking-rules",
    title="阅卷评分守则",
    about="year",
    rules=("SCO-07",),
    filled_by=("exam-affairs",),
    fields=(
        Text("duties", "职责", lines=4, longest=LONGEST_STORY),
        Text("procedure", "程序", lines=4, longest=LONGEST_STORY),
        Text("standards", "标准", lines=4, longest=LONGEST_STORY),
        Text("methods", "方法", lines=4, longest=LONGEST_STORY),
    ),
    signatures=(
        Signature(name="office", label="考务负责人签名", roles=("exam-affairs",)),
        Signature(name="director", label="机构负责人签名", roles=("director",)),
    ),
    due=Due(anchor="month-1", words="每年 1 月底前"),
    volume=volumes.MANAGEMENT,
)

MEETING = Form(
    name="marking-meeting",
    title="阅卷评分前沟通会记录",
    about="session",
    rules=("SCO-11", "SCO-12", "SCO-13", "SCO-14", "SCO-18"),
    filled_by=LEADERS,
    fields=(
        Moment("held-at", "会议时间"),
        Text("answers", "对试题标准答案的沟通", lines=3, longest=LONGEST_STORY, formerly="key"),
        Text("methods", "对检测方法的沟通", lines=3, longest=LONGEST_STORY),
        Text("requirements", "统一的要求", lines=3, longest=LONGEST_STORY),
        Rows(
            "assignments",
            "按流水作业安排的阅卷评分",
            (Person("who", "阅卷评分人员编号"), Text("step", "负责的题目或工序")),
            least=1,
            most=60,
        ),
        Tick("mastered", "阅卷评分人员已理解和掌握标准答案、检测方法和评分标准", must=True),
        Tick("red-pen", "使用红笔批阅试卷、记录分数、数据和文字，字迹清晰", must=True),
        Tick("unaltered", "不修改试题或工件", must=True),
        Tick("undisclosed", "不向任何人泄漏评分工作的所有细节", must=True),
    ),
    signatures=(LEADER_SIGNS, Signature(name="markers", label="阅卷评分人员签名", roles=MARKERS)),
    due=THE_SAME_DAY,
    volume=volumes.RESULTS,
)

ISOLATED_MARKING = Form(
    name="isolated-marking",
    title="集中封闭阅卷记录",
    about="session",
    rules=("SCO-08",),
    filled_by=LEADERS,
    fields=(
        Text("place", "阅卷地点"),
        Moment("from", "开始时间"),
        Moment("until", "结束时间"),
        Number("papers", "阅卷份数", most=999, unit="份"),
        Tick("together", "集中阅卷", must=True),
        Tick("isolated", "封闭阅卷，阅卷期间无关人员不得进入", must=True),
        Tick("production-line", "按流水作业阅卷", must=True),
        Tick("by-key", "阅卷人按照标准答案评分并签名", must=True),
        Rows(
            "entries",
            "进出阅卷场所登记",
            (Person("who", "人员编号"), Moment("in", "进入时间"), Moment("out", "离开时间")),
            most=200,
        ),
    ),
    signatures=(LEADER_SIGNS, Signature(name="markers", label="阅卷人签名", roles=MARKERS)),
    volume=volumes.RESULTS,
)

IRREGULAR_WORK = Form(
    name="irregular-work",
    title="装订不规范试卷、编号不清工件报告单",
    about="session",
    each=Each.CASE,
    rules=("SCO-17",),
    filled_by=MARKERS,
    fields=(
        Text("what", "试卷或工件及其情况", lines=2),
        Moment("found-at", "发现时间"),
        Tick("untouched", "未擅自处理", must=True),
        Text("settled-by", "请来解决的有关人员", lines=1),
        Text("settled", "解决情况", lines=3),
    ),
    signatures=(
        Signature(name="marker", label="发现人签名", roles=MARKERS),
        Signature(name="leader", label="考评小组负责人签名", roles=LEADERS),
    ),
    due=THE_SAME_DAY,
    volume=volumes.RESULTS,
)

TOTALLING = Form(
    name="score-totalling",
    title="统分与复核记录",
    about="session",
    rules=("SCO-30",),
    filled_by=("exam-affairs",),
    fields=(
        Number("papers", "统分份数", most=999, unit="份"),
        Moment("totalled-at", "统分时间"),
        Number("corrected", "复核发现并更正的合计", most=999, unit="处"),
        Text("corrections", "更正情况（更正处均有签字）", lines=2, required=False),
        Tick("all-added-again", "每份合计已由另一人重新相加", must=True),
    ),
    signatures=(
        Signature(name="totalled-by", label="统分人签名", roles=("exam-affairs",)),
        Signature(name="checked-by", label="复核人签名", roles=("score-checker", "exam-affairs")),
    ),
    volume=volumes.RESULTS,
)

FORMS = (RULES, MEETING, ISOLATED_MARKING, IRREGULAR_WORK, TOTALLING)
