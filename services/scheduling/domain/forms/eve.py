"""What is done by the day before: heads, postings, the visit, machine rooms, the inspection; and the acceptance."""

from libs.contracts import volumes
from libs.forms.checks import Allows, Follows, Needs
from libs.forms.declaration import Due, Form, Signature
from libs.forms.fields import Choice, Moment, Number, Person, Rows, Text, Tick

OFFICE = ("exam-affairs",)
SITE_HEAD = ("site-head",)
EVE = Due(anchor="eve-end", words="考试前一天")
BEFORE_THE_SESSION = Due(anchor="start", words="本场开考前")
HEAD_OF_SITE = Signature(name="site-head", label="主考（考点负责人）签名", roles=SITE_HEAD)

SITE_HEADS = Form(
    name="site-heads",
    title="考点主考、副主考名单",
    about="site",
    rules=("SCH-17",),
    filled_by=OFFICE,
    fields=(
        Person("chief", "主考工作人员编号（1人）"),
        Text("chief-post", "主考职务（评价机构或考点负责人）"),
        Rows("deputies", "副主考", (Person("who", "工作人员编号"), Text("post", "职务")), least=1),
    ),
    signatures=(Signature(name="director", label="评价机构负责人签名", roles=("director",)),),
    due=EVE,
    volume=volumes.PLAN,
)

POSTINGS = Form(
    name="postings",
    title="考前一天张贴记录",
    about="site",
    rules=("SCH-05",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Tick("room-map", "已张贴考场分布示意图", must=True),
        Tick("road-signs", "已张贴路标", must=True),
        Tick("timetable", "已张贴考试时间表", must=True),
        Tick("room-rules", "已张贴考场规则", must=True),
        Tick("candidate-notes", "已张贴考生须知", must=True),
        Moment("posted-at", "张贴完成时间"),
        Text("where", "张贴地点", lines=2),
    ),
    signatures=(HEAD_OF_SITE,),
    due=EVE,
    volume=volumes.COURSE,
)

VISIT = Form(
    name="candidates-visit",
    title="考生熟悉考场记录",
    about="site",
    rules=("SCH-06",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Moment("held-at", "组织时间"),
        Tick("rooms", "已熟悉考场", must=True),
        Tick("equipment", "已熟悉设备", must=True),
        Tick("workstations", "已熟悉工位", must=True),
        Number("candidates", "到场考生", most=10_000, unit="人"),
        Person("guide", "带领人编号"),
    ),
    signatures=(HEAD_OF_SITE,),
    due=EVE,
    volume=volumes.COURSE,
)

MACHINE_ROOM = Form(
    name="machine-room-debugging",
    title="机房调试记录",
    about="session",
    only=frozenset({"theory"}),
    rules=("SCH-30",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Choice("mode", "考试方式", {"written": "笔试（不使用机房）", "computer": "机考"}),
        Number("computers", "调试计算机", least=1, most=500, unit="台", required=False),
        Moment("debugged-at", "调试完成时间", required=False),
        Text("result", "调试结果", lines=2, required=False),
    ),
    checks=(Needs(when="mode", says=("computer",), fields=("computers", "debugged-at", "result")),),
    signatures=(HEAD_OF_SITE,),
    due=EVE,
    volume=volumes.COURSE,
)

INSPECTION = Form(
    name="equipment-inspection",
    title="考场设备安全检查记录",
    about="site",
    rules=("SCH-36",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Moment("last-inspected-at", "上次检查时间"),
        Moment("inspected-at", "本次检查时间"),
        Rows("equipment", "检查的设备", (Text("room", "考场"), Text("what", "设备"), Text("result", "结果")), least=1),
        Choice("hazards", "安全隐患", {"none": "无", "found": "有"}),
        Text("hazards-found", "隐患情况", lines=2, required=False),
        Text("removed-by", "消除隐患的措施和责任人", lines=2, required=False),
        Moment("removed-at", "消除时间", required=False),
    ),
    checks=(
        Follows(later="inspected-at", earlier="last-inspected-at"),
        Needs(when="hazards", says=("found",), fields=("hazards-found", "removed-by", "removed-at")),
    ),
    signatures=(HEAD_OF_SITE,),
    due=EVE,
    volume=volumes.COURSE,
)

ACCEPTANCE = Form(
    name="room-acceptance",
    title="考场验收封闭记录",
    about="session",
    rules=("SCH-29",),
    filled_by=SITE_HEAD,
    fields=(
        Moment("inspected-at", "主考检查时间"),
        Choice("conclusion", "验收结论", {"accepted": "合格", "rectify": "不合格，须整改"}),
        Text("defects", "不合格之处", lines=2, required=False),
        Choice("state", "考场状态", {"closed": "已封闭待用", "open": "未封闭"}),
        Moment("closed-at", "封闭时间", required=False),
    ),
    checks=(
        Allows(when="conclusion", says=("rectify",), field="state", among=("open",), never="closed"),
        Needs(when="conclusion", says=("rectify",), fields=("defects",)),
        Needs(when="state", says=("closed",), fields=("closed-at",)),
        Follows(later="closed-at", earlier="inspected-at"),
    ),
    signatures=(Signature(name="chief", label="主考签名", roles=SITE_HEAD),),
    due=BEFORE_THE_SESSION,
    volume=volumes.COURSE,
)

FORMS = (SITE_HEADS, POSTINGS, VISIT, MACHINE_ROOM, INSPECTION, ACCEPTANCE)
