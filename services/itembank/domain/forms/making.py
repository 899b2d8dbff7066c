"""Building and keeping banks: the plan, the experts and their training, what a bank stresses, its upkeep."""

from libs.contracts import volumes
from libs.forms.checks import Follows, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Choice, Day, Moment, Number, Person, Rows, Sealed, Text, Tick

KEEPERS = ("item-bank",)
KEEPER = Signature(name="keeper", label="题库管理人员签名", roles=KEEPERS)
DIRECTOR = Signature(name="director", label="评价机构负责人签名", roles=("director",))

PLAN = Form(
    name="bank-development-plan",
    title="题库开发规划",
    about="year",
    rules=("ITB-09", "ITB-18"),
    filled_by=KEEPERS,
    fields=(
        Rows(
            "subjects",
            "备案职业（工种）和等级",
            (
                Text("occupation", "职业（工种）"),
                Text("levels", "等级"),
                Text("work", "开发、修订内容"),
                Person("answers", "编制、维护、负责人编号"),
                Day("until", "完成日期"),
            ),
            least=1,
        ),
        Text("procedure", "题库编制技术规程", lines=3),
        Text("training", "开发人员技术培训安排", lines=3),
        Text("means", "人财物投入", lines=2),
    ),
    signatures=(KEEPER, DIRECTOR),
    due=Due(anchor="month-3", words="3 月底前"),
    volume=volumes.MANAGEMENT,
)

CAMPAIGN = Form(
    name="yearly-bank-maintenance",
    title="题库年度集中更新维护报告",
    about="maintenance",
    rules=("ITB-04",),
    filled_by=KEEPERS,
    fields=(
        Rows(
            "banks",
            "更新维护的题库",
            (Text("bank", "职业（工种）和等级"), Number("changed", "更新试题", unit="题"), Text("why", "更新原因")),
            least=1,
        ),
        Day("from", "集中更新维护开始日期"),
        Day("ended", "集中更新维护完成日期"),
        Day("reported", "上报市鉴定中心日期"),
        Text("receipt", "上报文号或回执"),
    ),
    checks=(Follows(earlier="from", later="ended"), Follows(earlier="ended", later="reported")),
    signatures=(KEEPER, DIRECTOR),
    due=Due(anchor="first-start", words="当年第一场考试前"),
    volume=volumes.MANAGEMENT,
)

MANAGER = Form(
    name="bank-manager",
    title="题库管理人员任命书",
    about="year",
    rules=("ITB-35", "ITB-38"),
    filled_by=KEEPERS,
    fields=(
        Person("manager", "题库管理人员编号"),
        Tick("assembles", "按命题技术标准命题组卷", must=True),
        Tick("corrects", "收集题库运行问题，组织修正试题、试卷错误", must=True),
        Tick("assesses", "评估试题资源质量并及时上报", must=True),
        Tick("produces", "负责试卷制卷、印刷、封装和保管", must=True),
    ),
    signatures=(KEEPER, DIRECTOR),
    due=Due(anchor="month-1", words="1 月底前"),
    volume=volumes.MANAGEMENT,
)

QUALITY = Form(
    name="bank-quality-report",
    title="题库运行问题和试题质量评估报告",
    about="year",
    rules=("ITB-17", "ITB-35"),
    filled_by=KEEPERS,
    fields=(
        Text("results", "题库运行效果", lines=3),
        Text("technology", "职业（工种）生产技术发展变化情况", lines=3),
        Text("quality", "试题资源质量评估", lines=3),
        Text("revision", "修订、补充和完善安排", lines=3),
    ),
    signatures=(KEEPER, DIRECTOR),
    due=Due(anchor="year-end", words="年底前"),
    volume=volumes.MANAGEMENT,
)

PROBLEM = Form(
    name="bank-problem",
    title="题库问题收集和修正记录",
    about="year",
    each=Each.CASE,
    rules=("ITB-05", "ITB-17", "ITB-18", "ITB-35"),
    filled_by=("item-bank", "item-reviewer", "marking-lead"),
    fields=(
        Text("bank", "题库（职业编码和等级）"),
        Text("item", "试题编号"),
        Choice(
            "source",
            "问题来源",
            {"feedback": "考试反馈", "marking": "阅卷", "review": "审题", "technology": "技术发展变化"},
        ),
        Text("problem", "问题（不抄写试题）", lines=3),
        Person("writer", "编制人编号"),
        Moment("corrected", "修正时间"),
        Text("correction", "修正情况", lines=2),
    ),
    signatures=(Signature(name="finder", label="提出人签名", roles=("item-reviewer", "marking-lead")), KEEPER),
    volume=volumes.MANAGEMENT,
)

EXPERT = Form(
    name="item-expert-card",
    title="命题专家信息表",
    about="year",
    each=Each.CASE,
    rules=("ITB-20", "ITB-34"),
    filled_by=KEEPERS,
    fields=(
        Sealed("name", "姓名"),
        Text("employer", "工作单位"),
        Text("occupation", "职业（工种）"),
        Text("assessing", "从事培训、考核工作情况", lines=2),
        Text("research", "参与命题的技术能力和科研经验", lines=2),
        Text("written", "承担过的命题工作", lines=2),
    ),
    signatures=(KEEPER, DIRECTOR),
    volume=volumes.MANAGEMENT,
)

TRAINING = Form(
    name="item-expert-training",
    title="命题专家业务培训记录",
    about="year",
    each=Each.CASE,
    rules=("ITB-22", "ITB-34"),
    filled_by=KEEPERS,
    fields=(
        Day("held", "培训日期"),
        Day("development", "题库开发开始日期"),
        Tick("organisation", "职业技能等级认定组织实施和命题工作有关规定", must=True),
        Tick("theory", "命题基本理论和技术规范", must=True),
        Tick("format", "试题的格式、质量要求及控制试题质量的方法和措施", must=True),
        Tick("standards", "国家职业标准或行业企业规范和相关教材", must=True),
        Tick("software", "题库管理系统录入软件的使用方法", must=True),
        Tick("secrecy", "命题工作安全保密要求", must=True),
        Rows("experts", "参加培训的命题专家", (Sealed("name", "姓名"), Text("occupation", "职业（工种）")), least=1),
        Text("exchange", "技术交流情况", lines=2),
    ),
    checks=(Follows(earlier="held", later="development"),),
    signatures=(KEEPER, DIRECTOR),
    volume=volumes.MANAGEMENT,
)

OUTLINE = Form(
    name="bank-outline",
    title="题库开发要点",
    about="bank",
    rules=("ITB-08", "ITB-10", "ITB-11", "ITB-12", "ITB-23"),
    filled_by=KEEPERS,
    fields=(
        Text("standard", "依据的国家职业标准或行业企业评价规范"),
        Text("procedure", "遵循的命题技术规程"),
        Choice(
            "category", "职业类型", {"technical": "技术技能型", "knowledge": "知识技能型", "compound": "复合技能型"}
        ),
        Text("practice", "突出实际操作和解决关键生产技术难题", lines=2, required=False),
        Text("novelty", "增加的新知识、新技术、新方法", lines=2, required=False),
        Text("guidance", "突出运用理论知识指导生产实践", lines=2, required=False),
        Text("several", "突出掌握多项技能的工作要求", lines=2, required=False),
        Tick("syllabus", "整体设计科学、合理，反映职业标准和生产实际，不超大纲要求", must=True),
        Tick("usable", "试题具有适用性和可选择性，便于作答、评分，抗干扰性强", must=True),
        Tick("local", "试题编制与生产实际相结合，与本地区经济、技术发展水平相适应", must=True),
        Tick("real", "试题能够反映劳动者职业技能真实水平", must=True),
        Tick("regulated", "试题开发过程科学、规范、严谨", must=True),
    ),
    checks=(
        Needs(when="category", says=("technical",), fields=("practice", "novelty")),
        Needs(when="category", says=("knowledge",), fields=("guidance",)),
        Needs(when="category", says=("compound",), fields=("several",)),
    ),
    signatures=(KEEPER, DIRECTOR),
    volume=volumes.MANAGEMENT,
)

MEETING = Form(
    name="bank-acceptance-meeting",
    title="题库技术验收会议记录",
    about="bank",
    each=Each.CASE,
    rules=("ITB-29",),
    filled_by=KEEPERS,
    fields=(
        Moment("held", "会议时间"),
        Text("place", "会议地点"),
        Choice("form", "验收形式", {"meeting": "会议审查"}),
        Rows("members", "验收小组成员", (Text("name", "姓名"), Text("post", "单位和职务")), least=5),
        Text("questions", "审查情况", lines=4),
        Choice("result", "验收结果", {"passed": "合格", "failed": "不合格"}),
        Text("improve", "需要完善的内容（不抄写试题）", lines=3, required=False),
    ),
    checks=(Needs(when="result", says=("failed",), fields=("improve",)),),
    signatures=(KEEPER, DIRECTOR),
    volume=volumes.MANAGEMENT,
)

FORMS = (PLAN, CAMPAIGN, MANAGER, QUALITY, PROBLEM, EXPERT, TRAINING, OUTLINE, MEETING)
