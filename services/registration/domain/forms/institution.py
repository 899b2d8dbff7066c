"""The institution's own year: plan, report, posts, people, sites, checks and complaints (评价机构岗位职责)."""

from datetime import timedelta

from libs.contracts import volumes
from libs.forms.checks import Adds, Needs
from libs.forms.declaration import Due, Each, Form, Ledger, Move, Signature, Stocktake, Way
from libs.forms.fields import LONGEST_STORY, Choice, Day, Moment, Number, Person, Rows, Sealed, Text, Tick

OFFICE, AFFAIRS, QUALITY, DIRECTOR = ("general-office",), ("exam-affairs",), ("quality",), ("director",)
OFFICE_SIGNS = Signature(name="office", label="综合管理岗签名", roles=OFFICE)
AFFAIRS_SIGN = Signature(name="affairs", label="考务管理岗签名", roles=AFFAIRS)
QUALITY_SIGNS = Signature(name="quality", label="质量部签名", roles=QUALITY)
DIRECTORS = Signature(name="director", label="评价机构负责人（主任）签名", roles=DIRECTOR)
DECIDES = Signature(name="director", label="评价机构负责人（主任）签名", roles=DIRECTOR, opinion="意见")
END_OF_JANUARY = Due(anchor="month-1", words="每年 1 月底前")
YEAR_BEGIN = Due(anchor="month-1", words="当年 1 月底前（规程未定期限）")
YEAR_END = Due(anchor="year-end", words="当年年底前")
NONE = "没有的写“无”。"

PLAN = Form(
    name="annual-plan",
    title="年度工作计划",
    about="year",
    rules=("ORG-02", "ORG-09", "ORG-16"),
    filled_by=(*AFFAIRS, *OFFICE, *DIRECTOR),
    fields=(
        Text("goals", "年度工作目标", lines=3),
        Rows(
            "certifications",
            "认定实施计划",
            (
                Text("occupation", "备案职业（工种）"),
                Choice("level", "等级", {"5": "五级", "4": "四级", "3": "三级", "2": "二级", "1": "一级"}),
                Number("candidates", "计划人数", least=1, unit="人"),
                Text("when", "计划时间"),
            ),
            least=1,
        ),
        Tick("in-scope", "均在备案职业（工种）和等级范围内", must=True),
        Text("rules", "管理制度建设", lines=2),
        Text("quality-control", "质量管控体系建设", lines=2),
        Text("supervision", "内部质量督导制度", lines=2),
    ),
    signatures=(Signature(name="made-by", label="制表人签名", roles=(*AFFAIRS, *OFFICE)), DECIDES),
    due=END_OF_JANUARY,
    volume=volumes.MANAGEMENT,
)

REPORT = Form(
    name="yearly-report",
    title="年度总结、统计表和工作计划报送表",
    about="year",
    rules=("ORG-03", "ORG-12"),
    filled_by=OFFICE,
    fields=(
        Text("summary", "上年度认定工作总结", lines=4, longest=LONGEST_STORY),
        Number("applied", "上年度报考人数", unit="人"),
        Number("sat", "参加考核人数", unit="人"),
        Number("absent", "缺考人数", unit="人"),
        Number("passed", "合格人数", unit="人"),
        Number("failed", "不合格人数", unit="人"),
        Number("certificates", "核发证书", unit="本"),
        Text("plan", "当年工作计划", lines=3, longest=LONGEST_STORY),
        Moment("reported-at", "在一体化平台报送时间"),
        Text("receipt", "平台回执"),
    ),
    checks=(Adds(total="sat", parts=("passed", "failed")), Adds(total="applied", parts=("absent", "sat"))),
    signatures=(OFFICE_SIGNS, DIRECTORS),
    due=END_OF_JANUARY,
    volume=volumes.MANAGEMENT,
)

INSPECTED = Form(
    name="superior-inspection",
    title="接受上级监督检查记录",
    about="year",
    each=Each.CASE,
    rules=("ORG-01",),
    filled_by=OFFICE,
    fields=(
        Text("by", "监管部门及检查人员"),
        Day("on", "检查日期"),
        Text("matters", "检查内容", lines=2),
        Text("opinions", "检查意见", lines=3),
        Text("rectified", "整改情况", lines=2, hint=NONE),
    ),
    signatures=(OFFICE_SIGNS, DECIDES),
    volume=volumes.MANAGEMENT,
)

PLATFORM = Form(
    name="platform-data",
    title="一体化平台认定数据维护登记表",
    about="year",
    rules=("ORG-04",),
    filled_by=(*AFFAIRS, *OFFICE),
    fields=(
        Rows(
            "kept",
            "数据保存、汇总、统计、维护",
            (
                Day("on", "日期"),
                Text("what", "数据"),
                Choice(
                    "how", "事项", {"saved": "保存", "totalled": "汇总", "counted": "统计", "corrected": "维护更正"}
                ),
                Person("by", "经办人编号"),
            ),
            least=1,
        ),
        Tick("complete", "各批次数据均已在平台", must=True),
    ),
    signatures=(Signature(name="kept-by", label="经办人签名", roles=(*AFFAIRS, *OFFICE)), DIRECTORS),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

RESPONSIBILITY = Form(
    name="responsibility",
    title="认定责任和制度清单",
    about="year",
    rules=("ORG-05", "ORG-06", "ORG-26"),
    filled_by=(*OFFICE, *DIRECTOR),
    fields=(
        Tick("responsible", "谁评价、谁发证、谁负责：本机构对所发证书负责", must=True),
        Rows(
            "measures",
            "认定制度和实施办法",
            (
                Text("title", "名称"),
                Day("published-on", "发布日期"),
                Text("replaces", "取代的以往办法", required=False),
            ),
            least=1,
        ),
        Tick("in-force", "各办法自发布之日起施行，以往办法与之不同的按本办法执行", must=True),
    ),
    signatures=(OFFICE_SIGNS, DIRECTORS),
    due=YEAR_BEGIN,
    volume=volumes.MANAGEMENT,
)

SITE = Form(
    name="site-file",
    title="考点设立、管理和审验表",
    about="year",
    each=Each.CASE,
    rules=("ORG-07", "ORG-23"),
    filled_by=OFFICE,
    fields=(
        Text("site", "考点名称及地址"),
        Choice("act", "事项", {"founded": "设立", "inspected": "审验", "closed": "撤销"}),
        Text("rooms", "考场、工位和设备", lines=2),
        Person("managed-by", "管理责任人编号"),
        Text("findings", "查验情况", lines=3),
        Choice("conclusion", "结论", {"fit": "合格", "rectify": "限期整改", "unfit": "不合格"}),
        Day("rectify-by", "整改期限", required=False),
    ),
    checks=(Needs(when="conclusion", says=("rectify",), fields=("rectify-by",)),),
    signatures=(OFFICE_SIGNS, DECIDES),
    volume=volumes.MANAGEMENT,
)

PEOPLE = Form(
    name="people-managed",
    title="考评、督导和专家队伍管理情况表",
    about="year",
    rules=("ORG-08", "ORG-25"),
    filled_by=AFFAIRS,
    fields=(
        Rows(
            "groups",
            "队伍",
            (
                Choice("who", "人员", {"examiners": "考评人员", "supervisors": "内部质量督导人员", "experts": "专家"}),
                Number("reviewed", "资格审查", unit="人"),
                Number("trained", "培训", unit="人"),
                Number("tested", "考核", unit="人"),
                Number("appointed", "聘任", unit="人"),
                Text("used", "使用和管理情况"),
            ),
            least=3,
        ),
    ),
    signatures=(AFFAIRS_SIGN, DECIDES),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

ASSESSED_SITES = Form(
    name="site-assessment",
    title="质量督导和考点评估情况表",
    about="year",
    rules=("ORG-10",),
    filled_by=QUALITY,
    fields=(
        Text("supervised", "质量督导情况", lines=3),
        Rows(
            "sites",
            "考点评估",
            (
                Text("site", "考点"),
                Day("on", "评估日期"),
                Number("score", "得分", most=100, unit="分"),
                Text("findings", "问题及整改"),
            ),
            least=1,
        ),
    ),
    signatures=(QUALITY_SIGNS, DECIDES),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

POSTS = Form(
    name="posts",
    title="鉴定中心组织机构和人员表",
    about="year",
    rules=("ORG-13", "ORG-14"),
    filled_by=OFFICE,
    fields=(
        Person("director", "鉴定中心主任"),
        Person("deputy", "鉴定中心副主任"),
        Person("office-director", "办公室主任"),
        Person("acceptance", "受理部负责人"),
        Person("affairs", "考务部负责人"),
        Person("finance", "财务部负责人"),
        Person("quality", "质量部负责人"),
        Rows(
            "staff",
            "专职工作人员",
            (Person("who", "编号"), Text("post", "岗位"), Day("since", "任职起始日期")),
            least=1,
        ),
        Text("changes", "本年度人员变动和稳定队伍的措施", lines=2, hint=NONE),
    ),
    signatures=(OFFICE_SIGNS, DIRECTORS),
    due=YEAR_BEGIN,
    volume=volumes.MANAGEMENT,
)

DEPARTMENTS = Form(
    name="department-checks",
    title="部门定期检查和向上级汇报记录",
    about="year",
    rules=("ORG-17",),
    filled_by=(*DIRECTOR, *OFFICE),
    fields=(
        Rows(
            "checks",
            "定期检查",
            (
                Day("on", "日期"),
                Text("department", "部门"),
                Text("progress", "工作进度"),
                Text("problems", "问题及要求"),
            ),
            least=2,
        ),
        Rows(
            "reports",
            "定期向上级部门汇报",
            (Day("on", "日期"), Text("to", "上级部门"), Text("what", "汇报内容")),
            least=2,
        ),
    ),
    signatures=(DIRECTORS,),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

REQUIREMENTS = Form(
    name="quality-requirements",
    title="质量检查和质量督导要求及罚则",
    about="year",
    rules=("ORG-19",),
    filled_by=(*QUALITY, *DIRECTOR),
    fields=(
        Person("deputy", "副主任编号"),
        Text("checks", "质量检查要求", lines=3, longest=LONGEST_STORY),
        Text("supervision", "质量督导要求", lines=3, longest=LONGEST_STORY),
        Text("penalties", "罚则", lines=3, longest=LONGEST_STORY),
        Rows(
            "progress",
            "对各部门工作进度的检查",
            (Day("on", "日期"), Text("department", "部门"), Text("found", "情况")),
            least=1,
        ),
        Day("reported-on", "向主任汇报日期"),
    ),
    signatures=(QUALITY_SIGNS, DIRECTORS),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

STAFF = Form(
    name="staff-assessment",
    title="工作人员年度考核表",
    about="year",
    rules=("ORG-18",),
    filled_by=(*DIRECTOR, *OFFICE),
    fields=(
        Rows(
            "staff",
            "年度考核",
            (
                Person("who", "工作人员编号"),
                Text("work", "工作业绩"),
                Choice(
                    "result", "考核结果", {"excellent": "优秀", "good": "合格", "poor": "基本合格", "failed": "不合格"}
                ),
            ),
            least=1,
        ),
        Rows(
            "heads",
            "对部门负责人的聘任、解聘意见",
            (
                Person("who", "部门负责人编号"),
                Choice("proposal", "意见", {"appoint": "聘任", "dismiss": "解聘"}),
                Text("why", "理由"),
            ),
            least=1,
        ),
    ),
    signatures=(DIRECTORS,),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

GENERAL = Form(
    name="general-post-record",
    title="综合管理岗年度工作记录",
    about="year",
    rules=("ORG-20",),
    filled_by=OFFICE,
    fields=(
        Text("documents", "文件和档案的建立、管理", lines=2),
        Number("issued", "印制核发证书", unit="本"),
        Number("uploaded", "上传证书数据", unit="条"),
        Day("uploaded-on", "最近上传日期"),
        Text("statistics", "年度统计", lines=2),
    ),
    signatures=(OFFICE_SIGNS, DIRECTORS),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

TASKS = Form(
    name="tasks",
    title="部门任务分解和完成情况表",
    about="year",
    rules=("ORG-21",),
    filled_by=OFFICE,
    fields=(
        Rows(
            "tasks",
            "任务",
            (
                Text("task", "任务"),
                Text("department", "承办部门"),
                Day("by", "完成期限"),
                Choice("state", "检查结果", {"done": "已完成", "late": "逾期完成", "open": "未完成"}),
                Text("checked", "检查、协调、审核情况"),
            ),
            least=1,
        ),
    ),
    signatures=(OFFICE_SIGNS, DIRECTORS),
    due=YEAR_END,
    volume=volumes.MANAGEMENT,
)

COMPLAINT = Form(
    name="complaint",
    title="投诉受理、调查和处理表",
    about="year",
    each=Each.CASE,
    rules=("ORG-22",),
    filled_by=(*OFFICE, "reception"),
    fields=(
        Day("received-on", "收到日期"),
        Choice("way", "方式", {"visit": "来访", "call": "来电", "letter": "来信", "net": "网络"}),
        Sealed("from", "投诉人"),
        Sealed("contact", "联系方式"),
        Text("about", "被投诉的人或事"),
        Text("matter", "投诉内容", lines=3, longest=LONGEST_STORY),
    ),
    signatures=(
        Signature(name="accepted", label="受理人签名", roles=(*OFFICE, "reception")),
        Signature(
            name="investigated", label="调查人签名", roles=(*QUALITY, *OFFICE), people=2, opinion="调查情况和结论"
        ),
        Signature(name="settled", label="评价机构负责人签名", roles=DIRECTOR, opinion="处理结果和答复"),
    ),
    due=Due(anchor="received-on", plus=timedelta(days=30), words="收到后 30 日内（规程未定期限）"),
    volume=volumes.MANAGEMENT,
)

OWN_CONDITIONS = Form(
    name="own-conditions",
    title="用人单位自主设定申报条件登记表",
    about="year",
    each=Each.CASE,
    rules=("REG-08",),
    filled_by=AFFAIRS,
    fields=(
        Text("occupation", "职业（工种）及等级"),
        Text("norms", "依据的行业企业规范"),
        Text("training", "企业技能人才培养方式", lines=2),
        Text("conditions", "自主设定的申报条件", lines=3),
        Day("from", "施行日期"),
    ),
    signatures=(AFFAIRS_SIGN, DECIDES),
    volume=volumes.REGISTRATION,
)

FORMS = (
    PLAN,
    REPORT,
    INSPECTED,
    PLATFORM,
    RESPONSIBILITY,
    SITE,
    PEOPLE,
    ASSESSED_SITES,
    POSTS,
    DEPARTMENTS,
    REQUIREMENTS,
    STAFF,
    GENERAL,
    TASKS,
    COMPLAINT,
    OWN_CONDITIONS,
)

FINANCE = ("finance",)
HANDED = Signature(name="handled-by", label="经办人签名", roles=FINANCE)
CHECKED = Signature(name="checked-by", label="复核人签名", roles=(*OFFICE, *DIRECTOR))
APPROVED = Signature(name="approved-by", label="评价机构负责人批准", roles=DIRECTOR)

FUNDS = Ledger(
    name="funds",
    title="职业技能等级认定经费台账",
    rules=("ORG-11",),
    item=Choice("item", "经费", {"fees": "认定收费", "grants": "拨款和其他收入"}),
    unit="元",
    moves=(
        Move(
            name="received",
            title="收入",
            way=Way.IN,
            filled_by=FINANCE,
            fields=(Text("why", "收费项目和依据的标准"), Text("voucher", "票据号", longest=60)),
            signatures=(HANDED, CHECKED),
        ),
        Move(
            name="spent",
            title="支出",
            way=Way.OUT,
            filled_by=FINANCE,
            fields=(Text("why", "用途和依据的规定"), Text("to", "收款人"), Text("voucher", "凭证号", longest=60)),
            signatures=(HANDED, APPROVED),
        ),
        Move(
            name="refunded",
            title="退费",
            way=Way.OUT,
            filled_by=FINANCE,
            fields=(Text("why", "退费原因"), Text("voucher", "凭证号", longest=60)),
            signatures=(HANDED, APPROVED),
        ),
    ),
    stocktake=Stocktake(filled_by=FINANCE, signatures=(HANDED, CHECKED)),
    volume=volumes.MANAGEMENT,
    readers=OFFICE,
)
