"""What is on record of a theory examination (理论考试工作要求, 监考人员守则)."""

from libs.contracts import volumes
from libs.forms.checks import Adds, Counts, Follows, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Choice, Moment, Number, Person, Rows, Text, Tick

INVIGILATORS = ("invigilator",)
OFFICE = ("exam-affairs",)
THEORY = frozenset({"theory"})
BOTH_INVIGILATORS = Signature(name="invigilators", label="监考人员签名", roles=INVIGILATORS, people=2)
THE_SAME_DAY = Due(anchor="day-end", words="考试结束当天")
TICKET = Text("ticket", "准考证号", longest=20)

SIGN_IN_SHEET = Form(
    name="sign-in-sheet",
    title="考生签到册核对记录",
    about="session",
    only=THEORY,
    rules=("EXM-07",),
    filled_by=INVIGILATORS,
    fields=(
        Moment("admitted-at", "组织考生进场时间", hint="开考前 15 分钟"),
        Rows(
            "candidates",
            "签到册",
            (
                TICKET,
                Number("seat", "座号", least=1, most=99),
                Tick("ticket-checked", "准考证已核对", must=True),
                Tick("id-checked", "身份证已核对", must=True),
                Tick("own-seat", "已对号入座", must=True),
                Tick("signed", "考生已签字确认", must=True),
            ),
            least=1,
            most=99,
        ),
    ),
    signatures=(Signature(name="chief", label="主监考签名", roles=("invigilator:chief-invigilator",)),),
    due=Due(anchor="end", words="本场考试结束前"),
    volume=volumes.COURSE,
)

ROOM_RECORD = Form(
    name="theory-room-record",
    title="考场情况记录表",
    about="session",
    only=THEORY,
    rules=("EXM-10", "EXM-13", "EXM-16", "EXM-19", "EXM-40"),
    filled_by=INVIGILATORS,
    fields=(
        Rows(
            "devices",
            "不按要求关闭手机等电子设备的考生",
            (TICKET, Choice("handled", "处理", {"no-paper": "不予发放试卷", "violation": "视为考试违规，记录在案"})),
        ),
        Choice("mode", "考试方式", {"written": "笔试", "computer": "机考"}),
        Tick("computers-checked", "开考前 5 分钟已由考生逐台查看计算机", required=False),
        Rows(
            "computers",
            "不能正常使用的计算机",
            (
                Number("seat", "座号", least=1, most=99),
                Choice("handled", "处理", {"repaired": "已调试", "replaced": "已更换"}),
                Moment("at", "恢复时间"),
            ),
        ),
        Tick("five-way", "副监考已逐人进行“姓名、准考证号、座号、身份证、本人”五对照", must=True),
        Number("impostors", "发现替考", most=99, unit="人"),
        Rows(
            "impersonation",
            "替考登记",
            (
                TICKET,
                Text("found", "发现情况"),
                Choice("told", "已报告", {"inspector": "巡视员", "site-head": "主考"}),
                Moment("at", "报告时间"),
            ),
        ),
        Number("expected", "应到人数", least=1, most=99, unit="人"),
        Number("present", "实到人数", most=99, unit="人"),
        Number("absent", "缺考人数", most=99, unit="人"),
        Rows("absentees", "缺考考生", (TICKET,)),
        Tick("names-rechecked", "开考 30 分钟后已再次核对全部试卷、答题卡的姓名、考号填涂", must=True),
        Rows(
            "violations",
            "考生违规违纪登记",
            (
                TICKET,
                Text("act", "违规违纪情形"),
                Moment("at", "时间"),
                Text("handled", "制止及处理情况"),
                Tick("serious", "情节严重"),
                Tick("inspector-told", "已报告巡视员"),
            ),
        ),
        Text("other", "其他情况（作废卷卡、备用试卷使用等）", lines=3, required=False),
    ),
    checks=(
        Adds(total="expected", parts=("present", "absent")),
        Counts(number="absent", rows="absentees"),
        Counts(number="impostors", rows="impersonation"),
        Needs(when="mode", says=("computer",), fields=("computers-checked",)),
    ),
    signatures=(
        BOTH_INVIGILATORS,
        Signature(
            name="site-head", label="主考（考务负责人）签名", roles=("site-head", "exam-affairs"), opinion="意见"
        ),
    ),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

IDENTITY_DOUBT = Form(
    name="identity-doubt",
    title="考生证件存疑报告处理单",
    about="session",
    each=Each.CASE,
    rules=("EXM-15",),
    filled_by=INVIGILATORS,
    fields=(
        TICKET,
        Choice("found", "再次逐个查验发现", {"incomplete": "证件不齐", "doubt": "身份有疑问"}),
        Text("details", "具体情况", lines=2),
        Moment("reported-at", "报告考务办公室时间"),
    ),
    signatures=(
        Signature(name="reporter", label="监考人员签名", roles=INVIGILATORS),
        Signature(name="office", label="考务办公室处理人签名", roles=OFFICE, opinion="处理决定"),
    ),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

SEALING = Form(
    name="sealing-record",
    title="试卷清点、验收与密封签字表",
    about="session",
    only=THEORY,
    rules=("EXM-21", "EXM-23", "EXM-24", "EXM-25"),
    filled_by=INVIGILATORS,
    fields=(
        Moment("ended-at", "考点统一发出终止考试信号时间"),
        Tick("face-down", "考生停止答题，答卷反扣桌上", must=True),
        Tick("left-after-count", "试卷清点无误后考生方离场", must=True),
        Number("received", "领取试卷", least=1, most=200, unit="份"),
        Number("answered", "已答试卷", most=200, unit="份"),
        Number("absentees", "缺考试卷", most=200, unit="份"),
        Number("spare", "备用空白试卷", most=200, unit="份"),
        Number("missing", "缺少试卷", most=200, unit="份"),
        Number("cards", "答题卡", most=200, unit="份"),
        Number("cards-missing", "缺少答题卡（纸）", most=200, unit="份"),
        Text("traced", "追查情况", lines=2, required=False),
        Moment("reported-at", "报告考务办公室时间", required=False),
        Tick("ordered", "已答试卷和缺考试卷已按准考证号顺序整理", must=True),
        Tick("spare-behind", "备用空白试卷已附后装订", must=True),
        Moment("accepted-at", "考点办公室逐一验收时间"),
        Moment("sealed-at", "装订、密封时间"),
    ),
    checks=(
        Adds(total="received", parts=("answered", "absentees", "spare", "missing")),
        Needs(when="missing", above=0, fields=("traced", "reported-at")),
        Needs(when="cards-missing", above=0, fields=("traced", "reported-at")),
        Follows(later="accepted-at", earlier="ended-at"),
        Follows(later="sealed-at", earlier="accepted-at"),
    ),
    signatures=(
        Signature(name="invigilators", label="监考人员在密封处签名", roles=INVIGILATORS, people=2),
        Signature(name="accepted-by", label="考点办公室验收人签名", roles=OFFICE),
    ),
    due=THE_SAME_DAY,
    volume=volumes.RESULTS,
)

STORAGE = Form(
    name="subject-storage",
    title="试卷分科存放复核记录",
    about="site",
    rules=("EXM-03",),
    filled_by=OFFICE,
    fields=(
        Rows(
            "subjects",
            "按考试时间依次分别存放",
            (
                Number("order", "存放顺序", least=1, most=99),
                Text("subject", "科目、职业（工种）、等级"),
                Moment("exam-at", "考试时间"),
                Text("place", "存放位置"),
                Number("bags", "试卷袋", least=1, most=500),
                Tick("rechecked", "已复核", must=True),
            ),
            least=1,
        ),
    ),
    signatures=(
        Signature(name="keeper", label="保管人签名", roles=OFFICE),
        Signature(name="checker", label="复核人签名", roles=(*OFFICE, "site-head")),
    ),
    due=Due(anchor="first-start", words="本考点首场开考前"),
    volume=volumes.COURSE,
)

HANDOVER = Form(
    name="script-handover",
    title="试卷交接单",
    about="site",
    rules=("EXM-26",),
    filled_by=OFFICE,
    fields=(
        Rows(
            "bags",
            "交接试卷等资料",
            (
                Text("room", "考场"),
                Number("scripts", "试卷", most=200, unit="份"),
                Number("cards", "答题卡", most=200, unit="份"),
                Tick("checked", "逐一验收无误", must=True),
            ),
            least=1,
        ),
        Person("carrier", "专人送卷（编号）"),
        Moment("due-at", "规定的送卷时间"),
        Text("destination", "指定地点"),
        Moment("arrived-at", "安全送达时间"),
        Choice("in-time", "是否按时", {"yes": "按时送达", "late": "迟到"}),
        Text("late-reason", "迟到原因", required=False),
    ),
    checks=(Needs(when="in-time", says=("late",), fields=("late-reason",)),),
    signatures=(
        Signature(name="handed-by", label="移交人签名", roles=(*OFFICE, "site-head")),
        Signature(
            name="received-by", label="评价机构接收专人签名", roles=("exam-affairs", "item-bank", "general-office")
        ),
    ),
    due=Due(anchor="day-end", words="本考点末场结束当天"),
    volume=volumes.RESULTS,
)

FORMS = (SIGN_IN_SHEET, ROOM_RECORD, IDENTITY_DOUBT, SEALING, STORAGE, HANDOVER)
