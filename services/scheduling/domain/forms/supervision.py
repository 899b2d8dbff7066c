"""Quality supervision: its notice, its report, its opinion and what comes of it (质量督导人员管理办法)."""

from libs.contracts import volumes
from libs.forms.checks import Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import LONGEST_STORY, Choice, Moment, Number, Person, Rows, Text, Tick

SUPERVISOR = ("supervisor",)
ASSIGNING = ("quality",)
INSTITUTION = ("director",)
SUPERVISORS_OWN = Signature(name="supervisor", label="质量督导员签名", roles=SUPERVISOR)
ASSIGNING_BODY = Signature(name="assigning-body", label="指派机构（质量部）收件签名", roles=ASSIGNING)
INSTITUTIONS = Signature(name="institution", label="被督导机构负责人签收", roles=INSTITUTION)
KINDS = {"on-site": "现场督导", "special": "专项督导", "annual": "年检评估"}

NOTICE = Form(
    name="supervision-notice",
    title="质量督导工作通知",
    about="batch",
    rules=("QSP-13", "QSP-14"),
    filled_by=ASSIGNING,
    fields=(
        Text("to", "被督导机构"),
        Choice("form", "督导形式", KINDS),
        Text("standard", "年检评估标准", required=False),
        Text("matters", "督导内容", lines=3),
        Rows("supervisors", "质量督导员", (Person("who", "编号"),), least=1),
        Moment("from", "督导开始时间"),
    ),
    checks=(Needs(when="form", says=("annual",), fields=("standard",)),),
    signatures=(
        Signature(name="sent-by", label="指派机构签发", roles=ASSIGNING),
        INSTITUTIONS,
    ),
    due=Due(anchor="first-start", words="本批次首场开考前"),
    volume=volumes.COURSE,
)

REPORT_FORM = Form(
    name="on-site-supervision-report",
    title="职业技能等级认定现场质量督导情况报告表",
    about="site",
    each=Each.PERSON,
    rules=("QSP-05", "QSP-06", "QSP-07", "QSP-12", "QSP-15", "QSP-34"),
    filled_by=SUPERVISOR,
    fields=(
        Choice(
            "means",
            "督导方式",
            {
                "on-site": "现场督导",
                "hearing": "听取情况汇报",
                "reading": "查阅文件、档案、资料",
                "survey": "组织调查问卷、测试和复核",
            },
            many=True,
        ),
        Text("survey", "调查问卷、测试和复核情况", lines=2, required=False),
        Tick("cooperated", "被督导机构及人员积极配合，未拒绝、阻挠"),
        Text("obstruction", "拒绝或阻挠的情况", lines=2, required=False),
        Text("theory", "对理论知识考核过程的监督检查", lines=3),
        Text("practical", "对实际操作考核过程的监督检查", lines=3),
        Rows(
            "examiners",
            "违反规定的考评人员",
            (
                Person("who", "编号"),
                Text("what", "违反的规定"),
                Choice("proposal", "意见", {"criticised": "批评", "cancel": "情节严重，建议取消考评人员资格"}),
            ),
        ),
        Text("assembly", "组卷", lines=2),
        Text("printing", "印制", lines=2),
        Text("marking", "阅卷", lines=2),
        Text("score-entry", "成绩登录", lines=2),
        Text("release", "成绩发布", lines=2),
        Text("secrecy", "保密情况", lines=2),
        Text("certificates", "证书印制、核发、管理", lines=2),
        Tick("certificates-sound", "未发现伪造、仿制、涂改和滥发证书"),
        Moment("certificates-reported-at", "发现后立即报告评价机构的时间", required=False),
        Text("certificates-proposal", "对问题证书的处理意见", lines=2, required=False),
        Text("opinions-heard", "听取的意见", lines=2),
        Text("organisation", "对组织实施全过程的监督检查", lines=3),
        Number("score", "打分", most=100, unit="分"),
        Text("assessment", "评议", lines=3, longest=LONGEST_STORY),
    ),
    checks=(
        Needs(when="cooperated", says=(False,), fields=("obstruction",)),
        Needs(when="certificates-sound", says=(False,), fields=("certificates-reported-at", "certificates-proposal")),
    ),
    signatures=(SUPERVISORS_OWN, ASSIGNING_BODY),
    due=Due(anchor="day-end", words="本考点末场结束当天"),
    volume=volumes.COURSE,
)

OPINION = Form(
    name="supervision-opinion",
    title="督导意见书",
    about="batch",
    rules=("QSP-03", "QSP-16"),
    filled_by=SUPERVISOR,
    fields=(
        Text("opinion", "初步督导意见", lines=4, longest=LONGEST_STORY),
        Rows(
            "corrections",
            "对违反考务规定的机构和责任人提出的改正意见",
            (Text("whom", "机构或责任人"), Text("rule", "违反的规定"), Text("demand", "改正意见")),
        ),
        Choice("rectify", "是否须整改", {"no": "无须整改", "yes": "须整改"}),
        Moment("rectify-by", "整改期限", required=False),
    ),
    checks=(Needs(when="rectify", says=("yes",), fields=("corrections", "rectify-by")),),
    signatures=(SUPERVISORS_OWN, INSTITUTIONS),
    volume=volumes.COURSE,
)

RECTIFICATION = Form(
    name="rectification-report",
    title="督导意见整改情况报告",
    about="batch",
    each=Each.CASE,
    rules=("QSP-17",),
    filled_by=("exam-affairs", *INSTITUTION),
    fields=(
        Rows(
            "measures",
            "整改情况",
            (Text("demand", "督导意见"), Text("done", "整改措施及结果"), Moment("at", "完成时间")),
            least=1,
        ),
        Text("responsible", "责任人"),
    ),
    signatures=(
        Signature(name="institution", label="被督导机构负责人签名", roles=INSTITUTION),
        ASSIGNING_BODY,
    ),
    volume=volumes.COURSE,
)

FINAL_REPORT = Form(
    name="supervision-report",
    title="质量督导报告",
    about="batch",
    rules=("QSP-18", "QSP-19"),
    filled_by=SUPERVISOR,
    fields=(
        Text("course", "督导过程", lines=4, longest=LONGEST_STORY),
        Text("findings", "督导情况及问题", lines=4, longest=LONGEST_STORY),
        Text("results", "对评价结果的督导", lines=3, longest=LONGEST_STORY),
        Text("conclusion", "督导结论", lines=3),
    ),
    signatures=(SUPERVISORS_OWN, ASSIGNING_BODY),
    volume=volumes.COURSE,
)

INQUIRY = Form(
    name="report-inquiry",
    title="群众举报调查核实记录",
    about="batch",
    each=Each.CASE,
    rules=("QSP-08",),
    filled_by=SUPERVISOR,
    fields=(
        Moment("received-at", "收到举报时间"),
        Text("matter", "举报的违规违纪情况", lines=3),
        Text("investigated", "调查经过", lines=3, longest=LONGEST_STORY),
        Choice("verified", "核实结论", {"true": "属实", "partly": "部分属实", "false": "不属实"}),
        Text("evidence", "依据", lines=2),
    ),
    signatures=(SUPERVISORS_OWN, ASSIGNING_BODY),
    volume=volumes.COURSE,
)

STUDY = Form(
    name="major-problem-study",
    title="重大问题调查研究报告",
    about="batch",
    each=Each.CASE,
    rules=("QSP-09",),
    filled_by=SUPERVISOR,
    fields=(
        Text("problem", "重大问题", lines=3),
        Text("study", "调查研究情况", lines=4, longest=LONGEST_STORY),
        Text("proposals", "建议", lines=3),
    ),
    signatures=(
        SUPERVISORS_OWN,
        Signature(name="received-by", label="指派机构收件签名", roles=(*ASSIGNING, *INSTITUTION)),
    ),
    volume=volumes.COURSE,
)

BUREAUS_INSPECTOR = Form(
    name="bureau-inspection",
    title="人力资源和社会保障局巡考督导员到场记录",
    about="site",
    rules=("QSP-35",),
    filled_by=("exam-affairs",),
    fields=(
        Text("inspector", "巡考督导员及所在单位"),
        Moment("came-at", "到场时间"),
        Text("instructions", "对考试安排的指示", lines=3),
        Text("followed", "落实情况", lines=3),
    ),
    signatures=(
        Signature(name="office", label="考务负责人签名", roles=("exam-affairs",)),
        Signature(name="site-head", label="主考签名", roles=("site-head",)),
    ),
    due=Due(anchor="day-end", words="本考点末场结束当天"),
    volume=volumes.COURSE,
)

FORMS = (NOTICE, REPORT_FORM, OPINION, RECTIFICATION, FINAL_REPORT, INQUIRY, STUDY, BUREAUS_INSPECTOR)
