"""What is on record of finished pieces and of what the leader hands over (实际操作考核工作要求, 考评人员管理办法)."""

from libs.contracts import volumes
from libs.forms.checks import Adds
from libs.forms.declaration import Due, Form, Signature
from libs.forms.fields import LONGEST_STORY, Choice, Moment, Number, Person, Rows, Text, Tick

PRACTICAL = frozenset({"practical"})
LEADER = ("examiner:leader",)
THE_SAME_DAY = Due(anchor="day-end", words="考评结束当天")

CODING = Form(
    name="piece-coding",
    title="试件移交与编、打号登记",
    about="session",
    only=PRACTICAL,
    rules=("SCO-24", "SCO-25", "SCO-26"),
    filled_by=("coder",),
    fields=(
        Number("pieces", "收到试件", most=99, unit="件"),
        Choice("brought-by", "送交人", {"invigilator": "监考人员", "messenger": "工件传递员"}),
        Person("bearer", "送交人编号"),
        Moment("received-at", "收到时间"),
        Text("place", "编、打号地点"),
        Tick("no-outsiders", "无关人员未进入编、打号现场", must=True),
        Tick("record-kept", "编号记录已认真填写、密封并妥善保管", must=True),
        Number("bagged", "装袋密封、签字后交考务组存放", most=99, unit="件"),
        Number("unbagged", "不需装袋、交考务组存放", most=99, unit="件"),
        Number("judged-at-once", "当即送考评组评判", most=99, unit="件"),
        Rows(
            "handovers",
            "工件转交手续",
            (
                Number("handed-pieces", "件数", least=1, most=99),
                Person("from", "交件人编号"),
                Person("to", "收件人编号"),
                Moment("at", "转交时间"),
            ),
            least=1,
            most=99,
        ),
    ),
    checks=(Adds(total="pieces", parts=("bagged", "unbagged", "judged-at-once")),),
    signatures=(
        Signature(name="coder", label="编、打号人员签名（封袋上同时签字）", roles=("coder",)),
        Signature(name="office", label="考务组收件人签名", roles=("exam-affairs",)),
    ),
    due=THE_SAME_DAY,
    volume=volumes.RESULTS,
)

DAY_PACKAGE = Form(
    name="leaders-package",
    title="考评情况报告与评分材料封装移交单",
    about="session",
    only=PRACTICAL,
    rules=("SCO-22", "SCO-23"),
    filled_by=LEADER,
    fields=(
        Number("score-sheets", "评分表（已逐项评分并签名）", least=1, most=999, unit="份"),
        Number("on-site-records", "职业技能等级认定现场考评记录表（已签名）", least=1, most=99, unit="份"),
        Tick("all-collected", "全部评分表和现场考评记录表已收齐", must=True),
        Text("report", "考评情况报告", lines=6, longest=LONGEST_STORY),
        Text("disputes", "有争议的考评结果及最终裁决", lines=3, required=False),
        Moment("sealed-at", "封装时间"),
        Tick("sealed", "已按要求封装，封口处已签字", must=True),
    ),
    signatures=(
        Signature(name="leader", label="考评组长签名", roles=LEADER),
        Signature(name="received-by", label="评价机构接收人签名", roles=("exam-affairs", "general-office")),
    ),
    due=THE_SAME_DAY,
    volume=volumes.RESULTS,
)

FORMS = (CODING, DAY_PACKAGE)
