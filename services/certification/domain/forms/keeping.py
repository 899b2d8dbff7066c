"""How certificates are made, kept, reviewed and counted (职业技能等级证书管理办法)."""

from libs.contracts import volumes
from libs.forms.checks import Adds, Allows, Follows, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Choice, Day, Number, Person, Rows, Text, Tick

OFFICE, DIRECTOR = ("general-office",), ("director",)
OFFICE_SIGNS = Signature(name="by", label="综合管理岗经办人签名", roles=OFFICE)
TWO_SIGN = Signature(name="by", label="综合管理岗经办人、核对人签名", roles=OFFICE, people=2)
DIRECTOR_DECIDES = Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR, opinion="意见")
DIRECTOR_SIGNS = Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR)

LEVELS = Form(
    name="level-scheme",
    title="技能等级划分表",
    about="year",
    rules=("CER-04",),
    filled_by=OFFICE,
    fields=(
        Choice(
            "institution",
            "评价机构类型",
            {"employer": "用人单位", "school": "技工院校", "social": "社会培训评价组织"},
        ),
        Choice(
            "scheme",
            "等级设置",
            {
                "five": "五个等级",
                "divided": "在相应等级内划分层次",
                "beyond": "另设特级技师、首席技师等",
            },
        ),
        Text("divided-into", "划分的层次或者另设的等级", lines=2, hint="按五个等级的写“无”。"),
    ),
    checks=(Allows(when="institution", says=("school", "social"), field="scheme", among=("five",), never="divided"),),
    signatures=(OFFICE_SIGNS, DIRECTOR_DECIDES),
    due=Due(anchor="month-1", words="当年 1 月底前（办法未定期限）"),
    volume=volumes.MANAGEMENT,
)

PRINTING = Form(
    name="certificate-printing",
    title="证书打印和用印登记表",
    about="batch",
    each=Each.CASE,
    rules=("CER-17", "CER-18"),
    filled_by=OFFICE,
    fields=(
        Day("on", "打印日期"),
        Number("printed", "打印份数", least=1, most=100_000, unit="本"),
        Text("first", "起始证书编号", longest=22),
        Text("last", "截止证书编号", longest=22),
        Tick("by-printer", "证书内容统一使用打印机规范打印，手写无效", must=True),
        Choice("photo", "照片", {"printed": "直接在证书上打印", "pasted": "粘贴"}),
        Choice("seal", "所盖印章", {"institution": "评价机构章", "certification": "评价机构职业技能等级认定专用章"}),
        Number("sealed", "用印份数", least=1, most=100_000, unit="本"),
        Tick("as-filed", "印章名称与备案公布的名称一致", must=True),
    ),
    checks=(Adds(total="printed", parts=("sealed",)),),
    signatures=(TWO_SIGN,),
    volume=volumes.CERTIFICATES,
)

REVIEW = Form(
    name="centre-review",
    title="职业技能鉴定中心审核结果登记表",
    about="batch",
    each=Each.CASE,
    rules=("CER-16", "CER-34"),
    filled_by=OFFICE,
    fields=(
        Text("centre", "审核的职业技能鉴定中心", longest=60),
        Day("submitted-on", "提交评价结果日期"),
        Number("submitted", "提交人数", least=1, most=100_000, unit="人"),
        Day("reviewed-on", "审核日期"),
        Number("agreed", "审核同意", most=100_000, unit="人"),
        Number("returned", "审核退回", most=100_000, unit="人"),
        Text("why-returned", "退回原因", lines=2, required=False),
        Day("uploaded-on", "上传国家职业技能等级证书查询系统日期"),
        Tick("filled-in-after", "证书经审核同意后填发", must=True),
        Text("receipt", "审核文号或者平台批次号", longest=100),
    ),
    checks=(
        Follows(later="reviewed-on", earlier="submitted-on"),
        Follows(later="uploaded-on", earlier="reviewed-on"),
        Adds(total="submitted", parts=("agreed", "returned")),
        Needs(when="returned", above=0, fields=("why-returned",)),
    ),
    signatures=(OFFICE_SIGNS, DIRECTOR_SIGNS),
    volume=volumes.CERTIFICATES,
)

SCREENING = Form(
    name="database-screening",
    title="证书数据校验筛选入库登记表",
    about="batch",
    each=Each.CASE,
    rules=("CER-24",),
    filled_by=OFFICE,
    fields=(
        Day("uploaded-on", "上传日期"),
        Number("uploaded", "上传", least=1, most=100_000, unit="条"),
        Day("screened-on", "部系统校验筛选日期"),
        Number("entered", "入库", most=100_000, unit="条"),
        Number("filtered", "未通过校验", most=100_000, unit="条"),
        Text("why", "未通过的证书编号和原因", lines=3, required=False),
        Text("corrected", "更正和重新上传情况", lines=2, required=False),
    ),
    checks=(
        Follows(later="screened-on", earlier="uploaded-on"),
        Adds(total="uploaded", parts=("entered", "filtered")),
        Needs(when="filtered", above=0, fields=("why", "corrected")),
    ),
    signatures=(TWO_SIGN,),
    volume=volumes.CERTIFICATES,
)

CUSTODY = Form(
    name="upload-custody",
    title="上传账号、密码和 CA 数字证书保管登记表",
    about="year",
    each=Each.CASE,
    rules=("CER-23",),
    filled_by=OFFICE,
    fields=(
        Choice(
            "what",
            "保管的是",
            {"account": "数据上传账号和密码", "ca": "数据交换平台 CA 认证数字证书"},
        ),
        Person("keeper", "保管人编号"),
        Text("envelope", "密封件编号和存放处", longest=100, hint="只写密封件的编号，不写账号、密码。"),
        Day("from", "起始日期"),
        Tick("not-shared", "未交他人使用，证书数据未对外泄露", must=True),
    ),
    signatures=(TWO_SIGN, DIRECTOR_SIGNS),
    volume=volumes.MANAGEMENT,
    note="密码、密钥不得写入本表。",
)

BACKUP = Form(
    name="certificate-backup",
    title="证书数据备份登记表",
    about="batch",
    rules=("CER-23",),
    filled_by=OFFICE,
    fields=(
        Day("on", "备份日期"),
        Number("certificates", "备份的证书", least=1, most=100_000, unit="条"),
        Text("kept-at", "介质和存放处", longest=100),
        Tick("restored", "已试恢复，与原数据一致", must=True),
        Tick("not-leaked", "备份只由证书数据管理人员经手，未对外泄露", must=True),
    ),
    signatures=(TWO_SIGN,),
    volume=volumes.CERTIFICATES,
)

STATISTICS = Form(
    name="talent-statistics",
    title="技能人才统计表",
    about="year",
    rules=("CER-06",),
    filled_by=OFFICE,
    fields=(
        Number("issued", "经规范认定核发的证书", most=1_000_000, unit="本"),
        Number("findable", "其中全国联网查询系统可查、纳入统计", most=1_000_000, unit="本"),
        Number("not-findable", "其中查不到、不纳入统计", most=1_000_000, unit="本"),
        Text("why-not", "查不到的原因和处理", lines=2, required=False),
        Rows(
            "by-level",
            "分等级",
            (
                Choice("level", "等级", {"5": "五级", "4": "四级", "3": "三级", "2": "二级", "1": "一级"}),
                Number("counted", "纳入统计", most=1_000_000, unit="人"),
            ),
            least=1,
            most=5,
        ),
        Day("queried-on", "查询核对日期"),
    ),
    checks=(
        Adds(total="issued", parts=("findable", "not-findable")),
        Needs(when="not-findable", above=0, fields=("why-not",)),
    ),
    signatures=(OFFICE_SIGNS, DIRECTOR_SIGNS),
    due=Due(anchor="year-end", words="当年年底前（办法未定期限）"),
    volume=volumes.MANAGEMENT,
)

PLEDGE = Form(
    name="certificate-pledge",
    title="持证须知告知登记表",
    about="batch",
    rules=("CER-32",),
    filled_by=OFFICE,
    fields=(
        Number("told", "已告知的持证人", least=1, most=100_000, unit="人"),
        Tick("own-use", "证书由持证人本人使用，妥善保管", must=True),
        Tick("not-altered", "不得涂改、出借、出租和转让", must=True),
        Tick("consequence", "骗取、转让、涂改的，取消技能等级，撤回证书，删除查询信息", must=True),
        Choice("how", "告知方式", {"printed": "印在发放签收表上", "posted": "随邮件附告知书"}, many=True),
    ),
    signatures=(OFFICE_SIGNS,),
    volume=volumes.CERTIFICATES,
)

FORMS = (LEVELS, PRINTING, REVIEW, SCREENING, CUSTODY, BACKUP, STATISTICS, PLEDGE)
