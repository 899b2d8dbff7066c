"""The papers of an examination outside the system: printed or on a platform, packed, moved, handed out and back."""

from libs.contracts import volumes
from libs.forms.checks import Adds, Follows, Needs
from libs.forms.declaration import Due, Form, Signature
from libs.forms.fields import Choice, Moment, Number, Person, Text, Tick
from services.itembank.domain.forms.making import KEEPER, KEEPERS

BEFORE_THE_EXAMINATION = Due(anchor="first-start", words="考试开始前")
PRINTING_FIELDS = ("printed", "printed-at", "sealed-at", "left-at", "arrived-at", "carrier", "received-by")

PRINTING = Form(
    name="paper-printing-ledger",
    title="试卷印制、封装、运输、交接台帐",
    about="paper",
    rules=("ITB-07", "ITB-36", "ITB-38", "SEC-14"),
    filled_by=KEEPERS,
    fields=(
        Choice("mode", "考试方式", {"paper": "纸制试卷", "platform": "智能化平台（无纸化）"}),
        Text("platform", "平台名称和题库对接情况", lines=2, required=False),
        Text("place", "印刷、分装或工件准备场所"),
        Tick("secure", "场所具备保密条件", must=True),
        Person("supervisor", "现场监督人员编号"),
        Tick("layout", "版面和格式统一、规范", must=True),
        Number("printed", "印制", least=1, most=5000, unit="份", required=False),
        Moment("printed-at", "印制时间", required=False),
        Moment("sealed-at", "封装时间", required=False),
        Moment("left-at", "启运时间", required=False),
        Moment("arrived-at", "运抵时间", required=False),
        Person("carrier", "运送人编号", required=False),
        Person("received-by", "接收人编号", required=False),
    ),
    checks=(
        Needs(when="mode", says=("paper",), fields=PRINTING_FIELDS),
        Needs(when="mode", says=("platform",), fields=("platform",)),
        Follows(earlier="printed-at", later="sealed-at"),
        Follows(earlier="sealed-at", later="left-at"),
        Follows(earlier="left-at", later="arrived-at"),
    ),
    signatures=(
        KEEPER,
        Signature(name="supervisor", label="现场监督人员签名", roles=("quality", "exam-affairs")),
        Signature(name="receiver", label="接收人签名", roles=("exam-affairs", "site-head")),
    ),
    due=BEFORE_THE_EXAMINATION,
    volume=volumes.RESULTS,
)

ISSUE = Form(
    name="paper-issue-ledger",
    title="题库运行和试卷发放、回收台帐",
    about="paper",
    rules=("ITB-05", "ITB-37"),
    filled_by=KEEPERS,
    fields=(
        Text("platform", "使用的考试平台或题库系统"),
        Moment("issued-at", "发放时间"),
        Number("issued", "发放", least=1, most=5000, unit="份"),
        Number("used", "作答收回", most=5000, unit="份"),
        Number("blank", "空白收回", most=5000, unit="份"),
        Moment("returned-at", "回收时间"),
        Text("feedback", "考试反馈和题库维护意见", lines=2),
    ),
    checks=(Adds(total="issued", parts=("used", "blank")), Follows(earlier="issued-at", later="returned-at")),
    signatures=(KEEPER, Signature(name="affairs", label="考务人员签名", roles=("exam-affairs",))),
    due=Due(anchor="day-end", words="最后一场考试结束当天"),
    volume=volumes.RESULTS,
)

FORMS = (PRINTING, ISSUE)
