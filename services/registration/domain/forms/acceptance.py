"""What is on record of a batch's registration (考务管理办法 第四至八条, 试点工作实施方案)."""

from libs.contracts import volumes
from libs.forms.checks import Adds
from libs.forms.declaration import Due, Form, Signature
from libs.forms.fields import Choice, Day, Moment, Number, Person, Rows, Text, Tick

AFFAIRS, RECEPTION = ("exam-affairs",), ("reception",)
AT_THE_END = Due(anchor="closes", words="报名截止时")
AFFAIRS_SIGN = Signature(name="affairs", label="考务管理岗签名", roles=AFFAIRS)

ACCEPTED = Form(
    name="registration-acceptance",
    title="报名受理情况表",
    about="batch",
    rules=("REG-04", "REG-14"),
    filled_by=(*RECEPTION, *AFFAIRS),
    fields=(
        Tick("voluntary", "考生均自愿报名", must=True),
        Tick("in-person", "考生均本人申报，携带或经网络核验了身份证等材料", must=True),
        Rows(
            "entered-by",
            "报名信息录入人员",
            (Person("who", "工作人员编号"), Text("knows", "熟悉哪些考生的情况（班级、单位）")),
            least=1,
        ),
        Tick("confirmed", "报名信息均经考生本人确认", must=True),
    ),
    signatures=(Signature(name="reception", label="受理部签名", roles=RECEPTION), AFFAIRS_SIGN),
    due=AT_THE_END,
    volume=volumes.REGISTRATION,
)

GROUPS = (
    Number("graduates", "1 技工、职业学校和培训班毕业生", unit="人"),
    Number("apprentices", "2 学徒期满转正定级的学徒工", unit="人"),
    Number("movers", "3 改变工种、调换新岗位、离岗一年以上重回原岗位的人员", unit="人"),
    Number("employees", "4 需要鉴定的职工", unit="人"),
    Number("mandatory", "5 必须经过鉴定方能上岗的员工", unit="人"),
    Number("seekers", "6 就业前培训的待业人员和自学人员", unit="人"),
    Number("five-years", "7 取得初级证书后连续工作满五年的劳动者", unit="人"),
)

TOTALS = Form(
    name="registration-totals",
    title="报名信息汇总表",
    about="batch",
    rules=("REG-09", "REG-10", "REG-11"),
    filled_by=AFFAIRS,
    fields=(
        Rows(
            "offers",
            "按职业（工种）、技能等级汇总",
            (
                Text("occupation", "职业（工种）"),
                Choice("level", "等级", {"5": "五级", "4": "四级", "3": "三级", "2": "二级", "1": "一级"}),
                Number("candidates", "人数", least=1, unit="人"),
            ),
            least=1,
        ),
        Number("total", "合计", unit="人"),
        *GROUPS,
        Number("new-trade", "第 3 类中：改变工种", unit="人"),
        Number("new-post", "第 3 类中：调换新岗位", unit="人"),
        Number("returned", "第 3 类中：离开生产岗位一年以上重新回到原岗位", unit="人"),
        Text("exam-plan", "在一体化平台制定的考试计划", lines=2),
        Moment("entered-at", "考生信息录入平台时间"),
        Text("maintained", "报名数据维护情况", lines=2),
    ),
    checks=(
        Adds(total="movers", parts=("new-trade", "new-post", "returned")),
        Adds(total="total", parts=tuple(one.name for one in GROUPS)),
    ),
    signatures=(
        AFFAIRS_SIGN,
        Signature(name="director", label="评价机构负责人签名", roles=("director",)),
    ),
    due=AT_THE_END,
    volume=volumes.REGISTRATION,
)

ON_THE_PLATFORM = Form(
    name="platform-acceptance",
    title="一体化平台业务受理登记表",
    about="batch",
    rules=("REG-01",),
    filled_by=(*AFFAIRS, *RECEPTION),
    fields=(
        Tick("accepted", "日常业务受理在平台进行", must=True),
        Tick("monitored", "认定过程监控在平台进行", must=True),
        Tick("managed", "信息化管理在平台进行", must=True),
        Text("plan-number", "平台考试计划编号", longest=60),
        Text("remark", "平台故障和线下补录情况", lines=2, hint="没有的写“无”。"),
    ),
    signatures=(Signature(name="registrar", label="经办人签名", roles=(*AFFAIRS, *RECEPTION)),),
    due=AT_THE_END,
    volume=volumes.REGISTRATION,
)

PREPARED = Form(
    name="batch-preparation",
    title="认定前宣传和准备情况表",
    about="batch",
    rules=("REG-19",),
    filled_by=AFFAIRS,
    fields=(
        Rows("publicity", "宣传动员", (Day("on", "日期"), Text("what", "形式和内容")), least=1),
        Rows(
            "training",
            "考前培训",
            (Day("on", "日期"), Text("what", "内容"), Number("people", "人数", unit="人")),
            least=1,
        ),
        Text("registration", "报名准备", lines=2),
        Text("rooms", "考场准备", lines=2),
    ),
    signatures=(AFFAIRS_SIGN,),
    due=Due(anchor="first-day", words="本批次首个考试日前"),
    volume=volumes.REGISTRATION,
)

FORMS = (ACCEPTED, TOTALS, ON_THE_PLATFORM, PREPARED)
