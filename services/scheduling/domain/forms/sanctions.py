"""What the institution and its staff answer for, and with what (考务、题库、证书、督导各办法的罚则)."""

from libs.contracts import volumes
from libs.forms.checks import Allows, Needs
from libs.forms.declaration import Each, Form, Signature
from libs.forms.fields import Choice, Moment, Person, Text, Tick

QUALITY = ("quality",)
WHO = Person("who", "工作人员编号")
FACTS = Text("facts", "事实、情节和后果", lines=3)
CRIME = (
    Choice("crime", "是否构成犯罪", {"no": "否", "yes": "是，移送司法机关"}),
    Moment("transferred-at", "移送时间", required=False),
)
TRANSFERRED = Needs(when="crime", says=("yes",), fields=("transferred-at",))
CRITICISED = {"criticised": "批评教育", "disciplined": "行政处分"}


def sanction(
    name: str,
    title: str,
    rule: str,
    fields: tuple[Choice | Moment | Person | Text | Tick, ...],
    *checks: Needs | Allows,
) -> Form:
    """One case, found by the quality office and decided by the head."""
    return Form(
        name=name,
        title=title,
        about="year",
        each=Each.CASE,
        rules=(rule,),
        filled_by=QUALITY,
        fields=fields,
        checks=checks,
        signatures=(
            Signature(name="handled-by", label="质量部经办人签名", roles=QUALITY),
            Signature(name="director", label="评价机构负责人签名", roles=("director",), opinion="处理决定"),
        ),
        volume=volumes.MANAGEMENT,
    )


INSTITUTION = sanction(
    "institution-sanction",
    "评价机构违规处理登记表",
    "DIS-19",
    (
        Choice(
            "act",
            "情形",
            {
                "false": "虚假认定",
                "beyond": "超备案职业（工种）范围和技能等级认定",
                "elsewhere": "跨区域认定",
                "port": "对外提供一体化平台端口",
                "other": "违反其他规定、组织管理不善",
            },
        ),
        FACTS,
        Choice(
            "measure",
            "处分",
            {
                "criticised": "通报批评",
                "rectify": "限期整改",
                "disqualified": "取消认定工作资质并列入评价机构失信黑名单",
            },
        ),
        Text("decided-by", "作出处分的机关"),
        Moment("rectify-by", "整改期限", required=False),
        Moment("blacklisted-at", "列入失信黑名单时间", required=False),
    ),
    Needs(when="measure", says=("rectify",), fields=("rectify-by",)),
    Needs(when="measure", says=("disqualified",), fields=("blacklisted-at",)),
)

OFFICERS = sanction(
    "officer-sanction",
    "管理人员、考评人员、督导人员违规违纪处分表",
    "DIS-20",
    (
        WHO,
        Choice("post", "人员", {"manager": "管理人员", "examiner": "考评人员", "supervisor": "质量督导人员"}),
        Choice("act", "情形", {"fraud": "弄虚作假", "favour": "徇私舞弊", "neglect": "失职渎职"}),
        FACTS,
        Choice("measure", "处分", {"moved": "调离岗位", "suspended": "停止工作", "card": "停止工作并撤回证卡"}),
        Moment("card-back-at", "撤回证卡时间", required=False),
        Moment("employer-told-at", "通报其所在单位时间"),
        *CRIME,
    ),
    Allows(when="post", says=("manager",), field="measure", among=("moved", "suspended"), never="card"),
    Needs(when="measure", says=("card",), fields=("card-back-at",)),
    TRANSFERRED,
)

BANK_STAFF = sanction(
    "bank-staff-sanction",
    "题库工作人员违规处理表",
    "DIS-21",
    (
        WHO,
        Choice(
            "act",
            "情形",
            {
                "rules": "违反题库管理有关规定",
                "delay": "玩忽职守，贻误认定时间",
                "leak": "转让、复制、拷贝、泄露题库资源",
                "harm": "其他妨碍工作正常进行，并造成恶劣影响",
            },
        ),
        FACTS,
        Choice("measure", "处理", CRITICISED),
        *CRIME,
    ),
    TRANSFERRED,
)

CERTIFICATE_STAFF = sanction(
    "certificate-staff-sanction",
    "证书管理人员违规处理表",
    "DIS-22",
    (
        WHO,
        Choice("act", "情形", {"fraud": "弄虚作假", "favour": "徇私舞弊"}),
        FACTS,
        Text("certificates", "所涉证书编号"),
        Text("measure", "按情节轻重给予的处分", lines=2),
        Text("liability", "追究的法律责任", lines=2, required=False),
    ),
)

OBSTRUCTION = sanction(
    "supervision-obstructed",
    "妨碍质量督导处理表",
    "DIS-23",
    (
        Text("whom", "机构或工作人员"),
        Choice(
            "act",
            "情形",
            {
                "withheld": "拒绝向质量督导人员提供有关情况和文件资料",
                "blocked": "阻挠有关人员向质量督导人员反映情况",
                "ignored": "对督导意见拒不采取改进措施",
                "deceived": "弄虚作假、采取欺骗手段干扰质量督导工作",
                "retaliated": "打击、报复质量督导人员",
                "other": "其他影响质量督导工作的行为",
            },
        ),
        FACTS,
        Tick("criticised", "已批评并责令改正", must=True),
        Choice("corrected", "改正情况", {"yes": "已改正", "refused": "拒不改正或情节严重"}),
        Choice(
            "then",
            "进一步处理",
            {"none": "无", "rectify": "由人力资源社会保障部门责令整改", "disqualified": "取消认定工作资格"},
        ),
        Moment("reported-at", "报告人力资源社会保障部门时间", required=False),
    ),
    Allows(when="corrected", says=("yes",), field="then", among=("none",), never="disqualified"),
    Allows(when="corrected", says=("refused",), field="then", among=("rectify", "disqualified"), never="none"),
    Needs(when="corrected", says=("refused",), fields=("reported-at",)),
)

SUPERVISOR = sanction(
    "supervisor-sanction",
    "质量督导人员违规处理表",
    "DIS-24",
    (
        WHO,
        Choice(
            "act",
            "情形",
            {
                "rules": "违反职业技能等级认定有关规定",
                "delay": "玩忽职守，贻误认定工作",
                "fraud": "弄虚作假，徇私舞弊，影响督导结果公正",
                "abuse": "滥用职权，干扰被督导机构正常工作",
                "cover": "利用职权包庇或打击报复他人，侵害他人合法权益",
                "gain": "违反廉洁有关要求不当得利",
                "harm": "其他妨碍工作正常进行，并造成恶劣影响",
            },
        ),
        FACTS,
        Choice("measure", "处理", CRITICISED | {"cancelled": "情节严重，由证卡核发机构取消督导资格"}),
        Moment("cancelled-at", "取消督导资格时间", required=False),
        *CRIME,
    ),
    Needs(when="measure", says=("cancelled",), fields=("cancelled-at",)),
    TRANSFERRED,
)

FORMS = (INSTITUTION, OFFICERS, BANK_STAFF, CERTIFICATE_STAFF, OBSTRUCTION, SUPERVISOR)
