"""Rules of the rooms read out and kept, and what each on duty answers for (考场规则、考生须知、各守则)."""

from datetime import timedelta

from libs.contracts import volumes
from libs.forms.checks import Adds, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Choice, Moment, Number, Person, Rows, Text, Tick

OFFICE, SITE_HEAD = ("exam-affairs",), ("site-head",)
INVIGILATORS, EXAMINERS, SUPERVISORS = ("invigilator",), ("examiner",), ("supervisor",)
THEORY, PRACTICAL = frozenset({"theory"}), frozenset({"practical"})
THE_SAME_DAY = Due(anchor="day-end", words="考试结束当天")
TICKET = Text("ticket", "准考证号", longest=20)
NO_FAVOUR = Tick("no-favour", "未徇私舞弊", must=True)
CARD = Tick("card", "佩戴证卡上岗", must=True)
REFUSED = (
    Choice("demands", "是否有人要求更改任务或结果", {"none": "没有", "refused": "有，已拒绝"}),
    Text("demanded", "何人要求、内容", lines=2, required=False),
)
DEMANDED = Needs(when="demands", says=("refused",), fields=("demanded",))

CLASSROOM = Form(
    name="theory-room-check",
    title="理论考场条件检查表",
    about="session",
    only=THEORY,
    rules=("SCH-10",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Tick("classroom", "为标准教室", must=True),
        Tick("quiet", "安静", must=True),
        Tick("clean", "整洁", must=True),
        Tick("ventilated", "通风", must=True),
        Tick("bright", "光线充足", must=True),
        Tick("manageable", "便于管理", must=True),
        Moment("checked-at", "检查时间"),
    ),
    signatures=(Signature(name="site-head", label="主考（考点负责人）签名", roles=SITE_HEAD),),
    due=Due(anchor="start", words="本场开考前"),
    volume=volumes.COURSE,
)

THEORY_RULES = Form(
    name="theory-rules-read",
    title="理论考试考场规则与考生须知宣读记录",
    about="session",
    only=THEORY,
    rules=("EXM-27", "EXM-28", "EXM-29", "EXM-30", "EXM-31", "EXM-32", "EXM-33", "EXM-34", "EXM-61"),
    filled_by=INVIGILATORS,
    fields=(
        Moment("read-at", "宣读时间"),
        Person("read-by", "宣读人编号"),
        Tick("both-cards", "持身份证、准考证入场，对号入座，“双证”放在座位左上角", must=True),
        Tick("allowed", "笔试只带铅笔、橡皮、黑色中性笔，不带书籍、纸张，移动电话关闭或放于指定地点", must=True),
        Tick("left-outside", "除碳素笔、2B 铅笔、橡皮外的物品放在指定位置，手机关闭或静音", must=True),
        Tick("questions", "不得询问试题；试卷错发、缺页、漏印、字迹模糊或计算机故障可举手", must=True),
        Tick(
            "writing",
            "选择题、判断题用 2B 铅笔涂在答题卡上，答在试卷或草稿纸上无效；简答题、计算题用黑色中性笔写在答题纸上，"
            "注明工种和试卷代码，姓名和准考证号写在密封处",
            must=True,
        ),
        Tick("answer-card", "已讲解答题卡填涂，答题卡不得折叠", must=True),
        Tick("order", "不得替考、吸烟、喧哗、左顾右盼，不得撕毁、传递、交换试卷或答题卡", must=True),
        Tick("nothing-out", "不得将试卷、答题卡、草稿纸带出考场", must=True),
        Tick("no-lingering", "交卷后不得在考场附近逗留或谈论", must=True),
        Rows("breaches", "违反上述规则的情况", (TICKET, Text("what", "情形"), Text("done", "处理"))),
    ),
    signatures=(Signature(name="invigilators", label="监考人员签名", roles=INVIGILATORS, people=2),),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

PRACTICAL_ORDER = Form(
    name="practical-order-record",
    title="实际操作考核考场秩序记录",
    about="session",
    only=PRACTICAL,
    rules=("EXM-46", "EXM-49", "EXM-50", "EXM-54", "EXM-56", "EXM-60"),
    filled_by=EXAMINERS,
    fields=(
        Tick("waited", "考生在规定区域等候，非本场人员未进入考场", must=True),
        Tick("drawn-place", "考生按抽签工位就位", must=True),
        Tick("tools-checked", "考生已摆放、检查工卡量具和原材料，熟悉设备", must=True),
        Moment("papers-unsealed-at", "考评人员拆封分发试卷时间"),
        Tick("independent", "独立作业：未串岗、换岗，未借用工卡量具和原材料，未串通、替代", must=True),
        Tick("no-guidance", "考评、监考人员未指点、评论", must=True),
        Tick("procedures", "设备均按安全操作规程使用", must=True),
        Choice("accident", "安全事故", {"none": "无", "handled": "发生，已按突发事件应急预案处置"}),
        Text("accident-handled", "事故经过和处置", lines=3, required=False),
        Tick("cleaned", "考生离场前已清理现场", must=True),
        Tick("no-lingering", "考生出场后未在考场附近逗留、喧哗", must=True),
        Rows("breaches", "违反上述规定的情况", (TICKET, Text("what", "情形"), Text("done", "处理"))),
    ),
    checks=(Needs(when="accident", says=("handled",), fields=("accident-handled",)),),
    signatures=(Signature(name="examiners", label="考评人员签名", roles=EXAMINERS, people=2),),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

INVIGILATORS_DUTY = Form(
    name="invigilator-duty-record",
    title="监考人员履职记录",
    about="session",
    each=Each.PERSON,
    only=THEORY,
    rules=("EXM-36", "EXM-37", "EXM-38", "EXM-39", "EXM-41", "EXM-43"),
    filled_by=INVIGILATORS,
    fields=(
        CARD,
        Choice("place", "监考位置", {"front": "主监考：讲台前，站立或就坐", "back": "副监考：考场后面，只站立"}),
        NO_FAVOUR,
        Tick("at-post", "未擅离职守，未吸烟、阅读书报、谈笑", must=True),
        Tick("no-copying", "未抄题、做题，未将试卷带出考场", must=True),
        Tick("phone", "手机静音或振动，未在考场内接听电话", must=True),
        Rows(
            "entered",
            "考试中进入考场的人员",
            (
                Text("who", "姓名或编号"),
                Choice(
                    "as",
                    "身份",
                    {
                        "card": "佩证的主考、副主考、巡视员、质量督导员",
                        "superior": "主考或副主考陪同的上级领导",
                        "stopped": "其他人员，已阻止入场",
                    },
                ),
                Moment("at", "时间"),
            ),
        ),
        Choice(
            "next-session",
            "连续场次分工",
            {"none": "无连续场次", "binding": "装订试卷", "collecting": "领取下一场试卷并备考"},
        ),
    ),
    signatures=(Signature(name="invigilator", label="监考人员签名", roles=INVIGILATORS),),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

EXAMINERS_DUTY = Form(
    name="examiner-duty-record",
    title="考评人员履职记录",
    about="session",
    each=Each.PERSON,
    only=PRACTICAL,
    rules=("PER-10", "PER-19", "PER-40"),
    filled_by=EXAMINERS,
    fields=(
        CARD,
        Tick("code", "遵守考评人员守则和考场规则", must=True),
        Tick("at-post", "坚守工作岗位", must=True),
        *REFUSED,
        Tick("no-leak", "未泄露考核任务和成绩", must=True),
        Tick("accepts-inspection", "接受评价机构的监督检查", must=True),
        Text("guidance", "质量督导员的技术指导和监督意见及落实", lines=2, hint="没有意见的写“无”。"),
    ),
    checks=(DEMANDED,),
    signatures=(Signature(name="examiner", label="考评员签名", roles=EXAMINERS),),
    due=THE_SAME_DAY,
    volume=volumes.COURSE,
)

SUPERVISORS_DUTY = Form(
    name="supervisor-duty-record",
    title="质量督导员履职记录",
    about="site",
    each=Each.PERSON,
    rules=("QSP-04", "QSP-11"),
    filled_by=SUPERVISORS,
    fields=(
        CARD,
        Tick("secrecy", "严格执行保密制度", must=True),
        *REFUSED,
        Tick("facts", "如实反映情况，未隐瞒、虚构事实", must=True),
    ),
    checks=(DEMANDED,),
    signatures=(Signature(name="supervisor", label="质量督导员签名", roles=SUPERVISORS),),
    due=Due(anchor="day-end", words="本考点末场结束当天"),
    volume=volumes.COURSE,
)

INVIGILATORS_KEPT = Form(
    name="invigilators-kept",
    title="监考队伍稳定情况表",
    about="batch",
    rules=("SCH-20",),
    filled_by=OFFICE,
    fields=(
        Number("invigilators", "本批次监考人员", least=1, most=3000, unit="人"),
        Number("again", "其中上一批次也监考的", most=3000, unit="人"),
        Number("new", "新选派的", most=3000, unit="人"),
        Text("why-new", "新选派的理由", lines=2, required=False),
        Tick("fit", "均责任心强、工作细致、有监考经验", must=True),
    ),
    checks=(Adds(total="invigilators", parts=("again", "new")), Needs(when="new", above=0, fields=("why-new",))),
    signatures=(Signature(name="made-by", label="制表人（考务）签名", roles=OFFICE),),
    due=Due(anchor="first-start", words="本批次首场开考前"),
    volume=volumes.PLAN,
)

AFFAIRS_POST = Form(
    name="affairs-post-record",
    title="考务管理岗履职情况表",
    about="batch",
    rules=("SCH-37", "ORG-24"),
    filled_by=OFFICE,
    fields=(
        Text("work-plan", "工作计划的制定、执行和组织实施", lines=2),
        Text("registration", "报名与审核工作的组织", lines=2),
        Text("layout", "考场编排", lines=2),
        Text("acceptance", "考场验收", lines=2),
        Text("theory", "理论知识考试的组织与管理", lines=2),
        Text("practical", "技能考核的组织与管理", lines=2),
        Text("marking", "理论考试阅卷的组织", lines=2),
        Text("practical-totals", "技能考核成绩汇总", lines=2),
        Text("platform", "评价服务平台的使用", lines=2),
        Text("checks", "认定过程的质量检查和督导", lines=2),
    ),
    signatures=(
        Signature(name="office", label="考务负责人签名", roles=OFFICE),
        Signature(name="director", label="评价机构负责人签名", roles=("director",), opinion="意见"),
    ),
    due=Due(anchor="last-end", plus=timedelta(days=1), words="本批次末场结束后一日内"),
    volume=volumes.COURSE,
)

FORMS = (
    CLASSROOM,
    THEORY_RULES,
    PRACTICAL_ORDER,
    INVIGILATORS_DUTY,
    EXAMINERS_DUTY,
    SUPERVISORS_DUTY,
    INVIGILATORS_KEPT,
    AFFAIRS_POST,
)
