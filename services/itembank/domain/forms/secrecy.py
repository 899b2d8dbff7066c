"""Secret material (保密管理要求): moved and kept; places, checks and leaks. Its handling: `secret_material.py`."""

from libs.contracts import volumes
from libs.forms.checks import Follows, Needs
from libs.forms.declaration import Due, Each, Form, Signature
from libs.forms.fields import Choice, Day, Moment, Number, Person, Rows, Text, Tick
from services.itembank.domain.forms.making import DIRECTOR, KEEPER, KEEPERS

STAFF = ("item-bank", "exam-affairs", "general-office", "item-reviewer")
GENERAL = ("general-office",)
GENERAL_OFFICE = Signature(name="general-office", label="综合管理部门签名", roles=GENERAL)
HEAD = Signature(name="head", label="评价机构负责人批准签名", roles=("director",))
WHAT = Rows("material", "保密资料", (Text("what", "名称或编号"), Number("count", "数量", least=1)), least=1)


def _sign(name: str, label: str, *, people: int = 1) -> Signature:
    return Signature(name=name, label=label, roles=STAFF, people=people)


TRANSFER = Form(
    name="secret-transfer",
    title="保密资料传递记录",
    about="year",
    each=Each.CASE,
    rules=("SEC-01",),
    filled_by=STAFF,
    fields=(
        WHAT,
        Person("bearer", "传递专人编号"),
        Text("from", "交出部门"),
        Text("to", "接收部门"),
        Moment("handed", "交出时间"),
        Moment("received", "接收时间"),
        Tick("protected", "未用无保密设施的通信设备传输秘密文稿", must=True),
    ),
    checks=(Follows(earlier="handed", later="received"),),
    signatures=(_sign("parties", "交出人、接收人签名", people=2),),
    volume=volumes.MANAGEMENT,
)

CABINETS = Form(
    name="secret-cabinets",
    title="保密资料柜和保管人登记表",
    about="year",
    rules=("SEC-02",),
    filled_by=KEEPERS,
    fields=(
        Rows(
            "cabinets",
            "资料柜",
            (Text("place", "位置和编号"), Text("protection", "保密设施"), Person("keeper", "保管专人编号")),
            least=1,
        ),
        Text("held", "存放的试卷、U（硬）盘等", lines=2),
    ),
    signatures=(KEEPER, DIRECTOR),
    due=Due(anchor="month-1", words="1 月底前"),
    volume=volumes.MANAGEMENT,
)

KEY_PLACES = Form(
    name="key-secret-places",
    title="重点保密场所登记表",
    about="year",
    rules=("SEC-06", "SEC-07"),
    filled_by=(*KEEPERS, *GENERAL),
    fields=(
        Rows("bounds", "禁区范围", (Text("place", "场所"), Text("range", "范围和内外划分")), least=3),
        Tick("bank", "试题库已标明禁区", must=True),
        Tick("printing", "印刷室已标明禁区", must=True),
        Tick("computers", "考务部门计算机室已标明禁区", must=True),
        Tick("no-photos", "已公示未经允许不得拍照或录相", must=True),
        Tick("solid", "印刷室门窗牢固", must=True),
        Person("key-keeper", "印刷室钥匙保管专人编号"),
    ),
    signatures=(GENERAL_OFFICE, DIRECTOR),
    due=Due(anchor="month-1", words="1 月底前"),
    volume=volumes.MANAGEMENT,
)

VISITOR = Form(
    name="key-place-visit",
    title="重点保密场所外来人员审批登记表",
    about="year",
    each=Each.CASE,
    rules=("SEC-06",),
    filled_by=STAFF,
    fields=(
        Choice("place", "场所", {"bank": "试题库", "printing": "印刷室", "computers": "考务部门计算机室"}),
        Text("visitors", "外来人员单位和人数"),
        Text("purpose", "事由"),
        Moment("approved", "批准时间"),
        Moment("came", "进入时间"),
        Moment("left", "离开时间"),
        Tick("no-photos", "未拍照或录相", must=True),
        Person("guide", "陪同人编号"),
    ),
    checks=(Follows(earlier="approved", later="came"), Follows(earlier="came", later="left")),
    signatures=(HEAD, _sign("guide", "陪同人签名")),
    volume=volumes.MANAGEMENT,
)


def _computer_check(quarter: int, anchor: str, words: str) -> Form:
    return Form(
        name=f"computer-secrecy-check-{quarter}",
        title=f"计算机和网上信息保密检查记录（第 {quarter} 季度）",
        about="year",
        rules=("SEC-09",),
        filled_by=GENERAL,
        fields=(
            Rows("computers", "检查的计算机", (Text("which", "名称或编号"), Text("found", "检查情况")), least=1),
            Text("online", "网上信息保密检查情况", lines=3),
            Tick("access", "访问控制、数据保护措施有效，无越权操作"),
            Text("mended", "整改情况", lines=2, required=False),
            Day("checked", "检查日期"),
        ),
        checks=(Needs(when="access", says=(False,), fields=("mended",)),),
        signatures=(GENERAL_OFFICE, DIRECTOR),
        due=Due(anchor=anchor, words=words),
        volume=volumes.MANAGEMENT,
    )


CHECKS = (
    _computer_check(1, "month-3", "3 月底前"),
    _computer_check(2, "month-6", "6 月底前"),
    _computer_check(3, "month-9", "9 月底前"),
    _computer_check(4, "year-end", "年底前"),
)

LEAK = Form(
    name="leak-report",
    title="失泄密报告单",
    about="year",
    each=Each.CASE,
    rules=("SEC-12",),
    filled_by=(*STAFF, "marking-lead", "quality"),
    fields=(
        Text("department", "泄密部门"),
        Moment("found", "发现时间"),
        Moment("reported", "上报评价机构负责人时间"),
        Text("material", "失泄密内容名称（不抄写内容）"),
        Text("course", "经过", lines=4),
        Text("measures", "已采取的补救措施", lines=3),
    ),
    checks=(Follows(earlier="found", later="reported"),),
    signatures=(
        Signature(name="department", label="泄密部门签名", roles=(*STAFF, "marking-lead", "quality")),
        Signature(name="director", label="评价机构负责人签收", roles=("director",)),
    ),
    volume=volumes.MANAGEMENT,
)

HANDLING = Form(
    name="leak-handling",
    title="失泄密责任人处理记录",
    about="year",
    each=Each.CASE,
    rules=("SEC-13",),
    filled_by=GENERAL,
    fields=(
        Person("who", "责任人编号"),
        Choice("act", "行为", {"leak": "失泄密", "sold": "擅自出售内部资料", "given": "擅自赠送内部资料"}),
        Choice(
            "gravity", "情节", {"light": "较轻", "grave": "较重", "intent": "故意泄密", "hidden": "隐匿不报、知情不报"}
        ),
        Day("self-criticism", "收到责任人书面检查日期"),
        Text("measure", "处理决定", lines=2),
        Text("harder", "按有关规定从重处理的依据", lines=2, required=False),
    ),
    checks=(Needs(when="gravity", says=("intent", "hidden"), fields=("harder",)),),
    signatures=(GENERAL_OFFICE, DIRECTOR),
    volume=volumes.MANAGEMENT,
)

DUTIES = Form(
    name="secrecy-duties",
    title="安全、保卫、保密和人事管理责任表",
    about="year",
    rules=("SEC-17",),
    filled_by=GENERAL,
    fields=(
        Person("safety", "安全责任人编号"),
        Person("guard", "保卫责任人编号"),
        Person("secrecy", "保密责任人编号"),
        Person("personnel", "人事责任人编号"),
    ),
    signatures=(GENERAL_OFFICE, DIRECTOR),
    due=Due(anchor="month-1", words="1 月底前"),
    volume=volumes.MANAGEMENT,
)

FORMS = (
    TRANSFER,
    CABINETS,
    KEY_PLACES,
    VISITOR,
    *CHECKS,
    LEAK,
    HANDLING,
    DUTIES,
)
