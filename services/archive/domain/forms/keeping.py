"""How archives are kept: handed over, the room they lie in, what goes to the platform (档案资料管理要求)."""

from libs.contracts import volumes
from libs.forms.checks import Adds, Follows, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Day, Moment, Number, Rows, Text, Tick

OFFICE, DIRECTOR = ("general-office",), ("director",)
DEPARTMENTS = ("exam-affairs", "item-bank", "quality", "reception", "finance")

HANDOVER = Form(
    name="archive-handover",
    title="档案资料交接登记表",
    about="year",
    each=Each.CASE,
    rules=("ARC-04",),
    filled_by=OFFICE,
    fields=(
        Day("on", "交接日期"),
        Text("from", "移交部门", longest=60),
        Rows(
            "materials",
            "资料",
            (Text("title", "名称", longest=100), Number("count", "数量", least=1, most=10_000)),
            least=1,
        ),
        Number("ledger", "账面件数", least=1, most=100_000, unit="件"),
        Number("items", "实物件数", least=1, most=100_000, unit="件"),
        Number("cards", "卡片件数", least=1, most=100_000, unit="件"),
        Tick("bound", "装订符合要求", must=True),
        Number("damaged", "破损、模糊或字迹褪色", most=10_000, unit="件"),
        Text("repaired", "处理、修复情况", lines=2, required=False),
    ),
    checks=(
        Adds(total="ledger", parts=("items",)),
        Adds(total="ledger", parts=("cards",)),
        Needs(when="damaged", above=0, fields=("repaired",)),
    ),
    signatures=(
        Signature(name="from", label="移交人签名", roles=DEPARTMENTS),
        Signature(name="to", label="接收人签名", roles=OFFICE),
    ),
    volume=volumes.MANAGEMENT,
)

ROOM_CHECK = Form(
    name="archive-room-check",
    title="资料室安全检查记录",
    about="year",
    each=Each.CASE,
    rules=("ARC-11",),
    filled_by=OFFICE,
    fields=(
        Moment("at", "检查时间"),
        Tick("rules", "安全、消防制度已建立并张贴", must=True),
        Tick("clean", "资料整洁", must=True),
        Tick("no-smoking", "室内无人吸烟，有禁烟标志", must=True),
        Tick("no-outsiders", "无非工作人员入室", must=True),
        Tick("locked", "人离时锁门、关灯", must=True),
        Text("found", "发现的问题和整改", lines=2, required=False),
    ),
    signatures=(Signature(name="by", label="检查人签名", roles=OFFICE, people=2),),
    volume=volumes.MANAGEMENT,
)

PLATFORM_REPORT = Form(
    name="platform-archive",
    title="一体化平台存档报告",
    about="batch",
    rules=("ARC-16",),
    filled_by=OFFICE,
    fields=(
        Tick("data", "本批次评价数据信息已在一体化平台存档", must=True),
        Tick("examiner-records", "考评工作记录已提交", must=True),
        Tick("supervision-report", "督导报告已提交", must=True),
        Day("ended-on", "评价结束日期"),
        Day("archived-on", "平台存档日期"),
        Text("receipt", "平台回执或批次号", longest=100),
    ),
    checks=(Follows(later="archived-on", earlier="ended-on"),),
    signatures=(
        Signature(name="by", label="经办人签名", roles=OFFICE),
        Signature(name="director", label="评价机构负责人签名", roles=DIRECTOR),
    ),
    due=Due(anchor="filing-due", words="案卷归档期限前"),
    volume=volumes.RESULTS,
)

FORMS = (HANDOVER, ROOM_CHECK, PLATFORM_REPORT)
