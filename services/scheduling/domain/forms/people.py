"""Examiners and supervisors: chosen, trained, tested, engaged, sent, paid and heard (两份人员管理办法)."""

from datetime import timedelta

from libs.contracts import volumes
from libs.forms.checks import Follows
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import LONGEST_STORY, Choice, Day, Moment, Number, Person, Rows, Sealed, Text, Tick

OFFICE, QUALITY, DIRECTOR = ("exam-affairs",), ("quality",), ("director",)
EXAMINERS = ("examiner",)
KEEPERS = (*OFFICE, "general-office")
DECIDES = Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR, opinion="审核意见")
HANDLES = Signature(name="handled-by", label="经办人签名", roles=KEEPERS)
QUALITY_SIGNS = Signature(name="quality", label="质量部签名", roles=QUALITY)
BEFORE_THE_FIRST = Due(anchor="first-start", words="本批次首场开考前")
AFTER = Due(anchor="last-end", plus=timedelta(days=1), words="本批次末场结束后一日内")
YEAR_END = Due(anchor="year-end", words="当年年底前")
AMOUNT = Number("amount", "金额", least=1, most=100_000, unit="元")
WHO = Person("who", "工作人员编号")

PERSON = (
    Sealed("name", "姓名"),
    Choice("sex", "性别", {"m": "男", "f": "女"}),
    Text("ethnicity", "族别", longest=20),
    Tick("photo", "照片已贴", must=True),
    Text("education", "文化程度", longest=40),
    Text("political-status", "政治面貌", longest=40),
    Number("work-years", "工龄", most=60, unit="年"),
    Text("occupation", "申报职业", longest=60),
    Text("certificate", "证书等级", longest=60),
    Sealed("employer", "工作单位"),
    Sealed("phone", "联系电话", longest=20),
    Sealed("id-number", "身份证号", longest=18),
)
APPLIED = (
    Text("career", "工作简历", lines=4, longest=LONGEST_STORY),
    Text("recommended", "所在单位推荐意见", lines=2),
)

EXAMINERS_APPLICATION = Form(
    name="examiner-application",
    title="职业技能等级认定考评人员资格申报表",
    about="year",
    each=Each.CASE,
    rules=("PER-36",),
    filled_by=KEEPERS,
    fields=(
        *PERSON,
        Choice("class", "类别", {"examiner": "考评员", "senior": "高级考评员"}),
        *APPLIED,
        Text("card-number", "证卡编号", longest=18, required=False),
        Day("issued-on", "发证日期", required=False),
    ),
    signatures=(HANDLES, DECIDES),
    volume=volumes.MANAGEMENT,
)

SUPERVISORS_APPLICATION = Form(
    name="supervisor-application",
    title="职业技能等级认定质量督导人员资格申报表",
    about="year",
    each=Each.CASE,
    rules=("QSP-22",),
    filled_by=(*QUALITY, "general-office"),
    fields=(Tick("own-request", "本人提出申请", must=True), *PERSON, *APPLIED),
    signatures=(QUALITY_SIGNS, DECIDES),
    volume=volumes.MANAGEMENT,
)

CHOSEN = Form(
    name="examiners-chosen",
    title="考评员选用与传帮带情况表",
    about="year",
    rules=("PER-41",),
    filled_by=KEEPERS,
    fields=(
        Rows(
            "examiners",
            "选用的考评员",
            (
                WHO,
                Tick("stable", "工作相对稳定", must=True),
                Text("expertise", "专业能力"),
                Tick("long-term", "能长期从事鉴定工作", must=True),
            ),
            least=1,
        ),
        Rows("mentoring", "传、帮、带", (Person("mentor", "带教人编号"), Person("successor", "后备人员编号"))),
        Text("reserve", "人才储备情况", lines=2),
    ),
    signatures=(HANDLES, DECIDES),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

EXAMINERS_TRAINING = Form(
    name="examiner-business-training",
    title="考评人员业务培训记录",
    about="year",
    each=Each.CASE,
    rules=("PER-22",),
    filled_by=KEEPERS,
    fields=(
        Text("syllabus", "培训大纲"),
        Text("reader", "培训读本"),
        Text("courseware", "课件"),
        Choice(
            "means",
            "培训方式",
            {"lectures": "集中授课", "groups": "按职业（工种）分组研讨", "simulation": "现场模拟考评"},
            many=True,
        ),
        Tick("policy", "认定政策、制度、法规", must=True),
        Tick("ethics", "职业道德、考评人员守则", must=True),
        Tick("standards", "职业标准、考评程序", must=True),
        Tick("norms", "各职业（工种）的技术规范、考评要素、内容和评分标准", must=True),
        Moment("held-at", "培训时间"),
        Rows("attended", "参加人员", (WHO,), least=1),
    ),
    signatures=(HANDLES, DECIDES),
    volume=volumes.MANAGEMENT,
)

UPGRADE_TRAINING = Form(
    name="examiner-upgrade-training",
    title="考评人员业务提升培训记录",
    about="year",
    each=Each.CASE,
    rules=("PER-23",),
    filled_by=KEEPERS,
    fields=(
        Choice(
            "ground",
            "组织原因",
            {
                "technology": "相应职业（工种）的核心技术发生变化",
                "standard": "职业技能标准或行业企业评价规范修订",
                "policy": "认定政策、制度、法规发生较大变化",
            },
            formerly="reason",
        ),
        Text("changed", "变化内容", lines=2),
        Text("content", "培训内容", lines=3),
        Moment("held-at", "培训时间"),
        Rows("attended", "参加人员", (WHO,), least=1),
    ),
    signatures=(HANDLES, DECIDES),
    volume=volumes.MANAGEMENT,
)

EXAMINERS_TEST = Form(
    name="examiner-qualification-test",
    title="考评人员资格考核登记表",
    about="year",
    each=Each.CASE,
    rules=("PER-24",),
    filled_by=KEEPERS,
    fields=(
        Moment("written-at", "专业知识考核（笔试）时间"),
        Moment("practical-at", "实际操作考核时间"),
        Rows(
            "results",
            "考核结果",
            (
                WHO,
                Text("occupation", "职业（工种）"),
                Choice("written", "专业知识", {"passed": "合格", "failed": "不合格"}),
                Choice("practical", "实际操作", {"passed": "合格", "failed": "不合格"}),
            ),
            least=1,
        ),
    ),
    signatures=(HANDLES, DECIDES),
    volume=volumes.MANAGEMENT,
)

FILES = (
    Number("people", "在册人数", most=10_000, unit="人"),
    Tick("files", "已建立人员档案", must=True),
    Tick("ledger", "已建立工作台账", must=True),
    Tick("entered", "已在评价服务平台录入人员信息", must=True),
    Day("maintained-on", "平台信息最近维护日期"),
    Text("corrected", "核对中发现并更正的问题", lines=2, hint="没有的写“无”。"),
)

EXAMINERS_FILES = Form(
    name="examiner-files",
    title="考评人员档案、台账和平台信息核对表",
    about="year",
    rules=("PER-27",),
    filled_by=KEEPERS,
    fields=FILES,
    signatures=(HANDLES, DECIDES),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

SUPERVISORS_FILES = Form(
    name="supervisor-files",
    title="质量督导人员档案、台账和平台信息核对表",
    about="year",
    rules=("QSP-27",),
    filled_by=QUALITY,
    fields=FILES,
    signatures=(QUALITY_SIGNS, DECIDES),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

CONTRACT = Form(
    name="examiner-contract",
    title="考评人员聘任合同登记表",
    about="year",
    each=Each.CASE,
    rules=("PER-29",),
    filled_by=KEEPERS,
    fields=(
        WHO,
        Text("duties", "责任和义务", lines=2),
        Text("rights", "权利", lines=2),
        Day("from", "聘期开始"),
        Day("until", "聘期结束"),
    ),
    checks=(Follows(later="until", earlier="from"),),
    signatures=(
        Signature(name="examiner", label="考评人员签名", roles=EXAMINERS),
        Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR),
    ),
    volume=volumes.MANAGEMENT,
)

DISPATCH = Form(
    name="examiner-dispatch",
    title="考评人员派遣单",
    about="batch",
    only=frozenset({"practical"}),
    rules=("PER-07",),
    filled_by=OFFICE,
    fields=(
        Rows(
            "examiners",
            "派遣的考评人员",
            (
                WHO,
                Text("occupation", "职业（工种）及等级"),
                Text("place", "考评地点"),
                Tick("met", "已参加考前考评例会", must=True),
            ),
            least=1,
        ),
        Moment("meeting-at", "考前考评例会时间"),
        Tick("informed", "已了解认定基本情况，熟悉评价标准、规范和要求", must=True),
    ),
    signatures=(
        Signature(name="office", label="考务负责人签名", roles=OFFICE),
        Signature(name="examiners", label="考评人员代表签名", roles=EXAMINERS),
    ),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)


PAID = (
    Rows(
        "paid",
        "发放明细",
        (WHO, Text("work", "工作内容"), Number("sessions", "场次", least=1, most=100), AMOUNT),
        least=1,
    ),
    Day("paid-on", "发放日期"),
)
PAYING = (
    Signature(name="finance", label="财务部签名", roles=("finance",)),
    Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR),
)

EXAMINERS_ALLOWANCES = Form(
    name="examiner-allowances",
    title="考评人员津贴补助发放表",
    about="batch",
    only=frozenset({"practical"}),
    rules=("PER-30",),
    filled_by=(*OFFICE, "finance"),
    fields=PAID,
    signatures=PAYING,
    due=AFTER,
    volume=volumes.MANAGEMENT,
)

SUPERVISORS_ALLOWANCES = Form(
    name="supervisor-allowances",
    title="质量督导人员补助发放表",
    about="batch",
    each=Each.CASE,
    rules=("QSP-30",),
    filled_by=(*QUALITY, "finance"),
    fields=(Text("basis", "依据的财务管理规定"), *PAID),
    signatures=PAYING,
    volume=volumes.MANAGEMENT,
)

BANK_REVIEW = Form(
    name="examiner-bank-review",
    title="考评人员题库审核意见表",
    about="year",
    each=Each.CASE,
    rules=("PER-14",),
    filled_by=EXAMINERS,
    fields=(
        Text("bank", "职业（工种）及等级题库"),
        Text("reviewed", "审核情况", lines=2),
        Rows("proposals", "修改意见", (Text("what", "内容"), Text("proposal", "意见")), least=1),
    ),
    signatures=(
        Signature(name="examiner", label="考评人员签名", roles=EXAMINERS),
        Signature(name="item-bank", label="题库管理岗收件签名", roles=("item-bank",), opinion="采纳情况"),
    ),
    volume=volumes.MANAGEMENT,
)

APPEAL = Form(
    name="examiner-appeal",
    title="考评人员权益申诉处理表",
    about="year",
    each=Each.CASE,
    rules=("PER-15",),
    filled_by=EXAMINERS,
    fields=(
        Text("task", "执行的考评任务"),
        Text("infringed", "权益受侵害的情况", lines=3),
        Text("asked", "申诉请求", lines=2),
        Day("lodged-on", "申诉日期"),
    ),
    signatures=(
        Signature(name="examiner", label="申诉人签名", roles=EXAMINERS),
        Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR, opinion="处理结果和维护措施"),
    ),
    due=Due(anchor="lodged-on", plus=timedelta(days=30), words="收到申诉后 30 日内（办法未定期限）"),
    volume=volumes.MANAGEMENT,
)

SUPERVISORS_CHOSEN = Form(
    name="supervisors-chosen",
    title="质量督导人员选聘名册",
    about="year",
    rules=("QSP-01",),
    filled_by=QUALITY,
    fields=(
        Rows(
            "internal",
            "内督（本机构符合条件的人员）",
            (WHO, Text("post", "岗位"), Tick("fit", "符合督导人员条件", must=True)),
            least=1,
        ),
        Rows("external", "外督（职业技能鉴定中心选聘）", (Text("who", "姓名及单位"), Text("centre", "选聘的鉴定中心"))),
    ),
    signatures=(QUALITY_SIGNS, DECIDES),
    due=Due(anchor="month-1", words="当年 1 月底前"),
    volume=volumes.MANAGEMENT,
)

SUPERVISORS_TRAINING = Form(
    name="supervisor-training",
    title="内部质量督导员培训、考核和发证登记表",
    about="year",
    each=Each.CASE,
    rules=("QSP-23", "QSP-25", "QSP-26"),
    filled_by=QUALITY,
    fields=(
        Tick("policy", "认定政策、制度、法规", must=True),
        Tick("ethics", "职业道德、质量督导人员守则", must=True),
        Tick("process", "认定工作流程、标准和要求", must=True),
        Moment("trained-at", "培训时间"),
        Moment("tested-at", "笔试时间"),
        Choice("paper", "试卷来源", {"own": "本机构自行编制（内督）", "centre": "职业技能鉴定中心统一编制（外督）"}),
        Rows(
            "results",
            "结果",
            (
                WHO,
                Choice("result", "笔试", {"passed": "合格", "failed": "不合格"}),
                Text("card", "核发的质量督导员证卡编号", longest=18, required=False),
            ),
            least=1,
        ),
    ),
    checks=(Follows(later="tested-at", earlier="trained-at"),),
    signatures=(QUALITY_SIGNS, DECIDES),
    volume=volumes.MANAGEMENT,
)

DRAW = Form(
    name="double-random-draw",
    title="外部质量督导“双随机、一公开”抽取记录",
    about="batch",
    each=Each.CASE,
    rules=("QSP-20",),
    filled_by=QUALITY,
    fields=(
        Rows("supervisors", "随机抽取的督导人员", (Text("who", "姓名及单位"),), least=1),
        Rows("drawn", "随机抽取的督导对象", (Text("what", "机构、考点或场次"),), least=1),
        Text("means", "抽取方式", lines=2),
        Moment("drawn-at", "抽取时间"),
        Text("published-where", "公开方式"),
        Moment("published-at", "公开时间"),
    ),
    checks=(Follows(later="published-at", earlier="drawn-at"),),
    signatures=(QUALITY_SIGNS, Signature(name="witness", label="见证人签名", roles=("director", "general-office"))),
    volume=volumes.COURSE,
)


def uploaded(name: str, title: str, rule: str, what: str) -> Form:
    """What the institution put on the platform after the examination."""
    return Form(
        name=name,
        title=title,
        about="batch",
        rules=(rule,),
        filled_by=(*QUALITY, *OFFICE),
        fields=(
            Rows(
                "items",
                what,
                (Text("what", "名称"), Moment("uploaded-at", "上传时间"), Text("receipt", "平台回执")),
                least=1,
            ),
            Tick("complete", "已全部上传", must=True),
        ),
        signatures=(Signature(name="uploaded-by", label="上传人签名", roles=(*QUALITY, *OFFICE)),),
        due=AFTER,
        volume=volumes.COURSE,
    )


SUPERVISION_UPLOADED = uploaded("supervision-uploaded", "督导结果上传记录", "QSP-21", "上传的督导结果")
RECORDS_UPLOADED = uploaded(
    "examiner-records-uploaded", "现场考评记录表交回和上传记录", "PER-38", "督导员交回并上传的记录表"
)

FORMS = (
    EXAMINERS_APPLICATION,
    CHOSEN,
    EXAMINERS_TRAINING,
    UPGRADE_TRAINING,
    EXAMINERS_TEST,
    EXAMINERS_FILES,
    CONTRACT,
    DISPATCH,
    RECORDS_UPLOADED,
    EXAMINERS_ALLOWANCES,
    BANK_REVIEW,
    APPEAL,
    SUPERVISORS_APPLICATION,
    SUPERVISORS_CHOSEN,
    SUPERVISORS_TRAINING,
    SUPERVISORS_FILES,
    DRAW,
    SUPERVISION_UPLOADED,
    SUPERVISORS_ALLOWANCES,
)
