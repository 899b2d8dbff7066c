"""What is on record before an examination (考务管理办法 第九至二十条, 考前准备工作要求, 两份工作要求)."""

from datetime import timedelta

from libs.contracts import volumes
from libs.forms.checks import Needs
from libs.forms.declaration import Due, Form, Signature
from libs.forms.fields import LONGEST_STORY, Choice, Moment, Number, Person, Rows, Text, Tick

OFFICE = ("exam-affairs",)
SITE_HEAD = ("site-head",)
BEFORE_THE_FIRST = Due(anchor="first-start", words="本批次首场开考前")
BEFORE_THE_SESSION = Due(anchor="start", words="本场开考前")

MADE_BY_OFFICE = Signature(name="made-by", label="制表人（考务）签名", roles=OFFICE)
HEAD_OF_SITE = Signature(name="site-head", label="主考（考点负责人）签名", roles=SITE_HEAD)
ATTENDED = Rows("attended", "参加人员", (Person("who", "工作人员编号"), Text("duty", "岗位")), least=1)

IMPLEMENTATION_PLAN = Form(
    name="implementation-plan",
    title="考务实施方案",
    about="batch",
    rules=("SCH-01",),
    filled_by=OFFICE,
    fields=(
        Number("candidates", "考试规模（报考人数）", least=1, most=100_000, unit="人"),
        Text("times", "考试时间", lines=3),
        Rows(
            "rooms",
            "考点考场",
            (Text("site", "考点"), Text("room", "考场"), Number("seats", "座位或工位", least=1, most=500)),
            least=1,
        ),
        Text("theory-layout", "理论知识考试考场编排", lines=3, longest=LONGEST_STORY),
        Text("practical-plan", "实际操作考核计划", lines=3, longest=LONGEST_STORY),
    ),
    signatures=(
        MADE_BY_OFFICE,
        Signature(name="approved-by", label="评价机构负责人审核", roles=("director",), opinion="审核意见"),
    ),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)

THEORY_NOTICE = Form(
    name="theory-room-notice",
    title="理论考场准备通知单",
    about="session",
    only=frozenset({"theory"}),
    rules=("SCH-04",),
    filled_by=OFFICE,
    fields=(
        Text("time", "考试时间"),
        Text("layout", "考场布置", lines=2),
        Choice("mode", "考试方式", {"written": "笔试", "computer": "机考"}),
        Text("network", "机考网络环境", lines=2, required=False),
        Text("safeguards", "保障要求", lines=2),
    ),
    checks=(Needs(when="mode", says=("computer",), fields=("network",)),),
    signatures=(MADE_BY_OFFICE, Signature(name="received-by", label="考点签收", roles=SITE_HEAD)),
    due=BEFORE_THE_SESSION,
    volume=volumes.PLAN,
)

PRACTICAL_NOTICE = Form(
    name="practical-room-notice",
    title="实际操作考场（点）准备通知单",
    about="session",
    only=frozenset({"practical"}),
    rules=("SCH-04",),
    filled_by=OFFICE,
    fields=(
        Text("equipment", "考核设备", lines=2),
        Text("tools", "工具", lines=2),
        Text("materials", "材料", lines=2),
        Text("place", "场地要求", lines=2),
        Text("workstations", "工位设置要求", lines=2),
    ),
    signatures=(MADE_BY_OFFICE, Signature(name="received-by", label="考点签收", roles=SITE_HEAD)),
    due=BEFORE_THE_SESSION,
    volume=volumes.PLAN,
)

SITE_READINESS = Form(
    name="site-readiness",
    title="考点准备情况检查表",
    about="site",
    rules=("SCH-07", "SCH-08", "SCH-09"),
    filled_by=(*SITE_HEAD, *OFFICE),
    fields=(
        Tick("office", "设置考务办公室", must=True),
        Tick("spare-room", "设置应急考场", must=True),
        Tick("secrecy-room", "设置保密室", must=True),
        Tick("medical-room", "设置医务室", must=True),
        Tick("forbidden-items", "设置考生禁带物品存放处", must=True),
        Tick("cards", "工作人员证卡齐备", must=True),
        Tick("stationery", "纸张文具齐备", must=True),
        Tick("invigilation-equipment", "监考设备齐备", must=True),
        Rows("medical-staff", "医疗人员", (Text("who", "姓名或编号"),), least=1),
        Rows("guards", "保卫人员", (Text("who", "姓名或编号"),), least=1),
        Rows("logistics", "后勤人员", (Text("who", "姓名或编号"),), least=1),
        Rows("roving", "流动监考人员", (Person("who", "工作人员编号"),), least=1),
        Text("remark", "说明", required=False, lines=2),
    ),
    signatures=(HEAD_OF_SITE,),
    due=Due(anchor="first-start", words="本考点首场开考前"),
    volume=volumes.COURSE,
)

BRIEFING = Form(
    name="exam-affairs-meeting",
    title="考务组成立与考前会记录",
    about="batch",
    rules=("SCH-25",),
    filled_by=OFFICE,
    fields=(
        Rows("group", "考务组成员", (Person("who", "工作人员编号"), Text("division", "分工")), least=2),
        Moment("held-at", "考前会时间"),
        Text("place", "地点"),
        Text("requirements", "明确的职责与工作要求", lines=4, longest=LONGEST_STORY),
        ATTENDED,
    ),
    signatures=(MADE_BY_OFFICE, HEAD_OF_SITE),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)

CONTENT = (
    Tick("affairs-measures", "已培训：考务管理办法", must=True),
    Tick("room-rules", "已培训：考场规则", must=True),
    Tick("candidate-violations", "已培训：考生违规违纪处理规定", must=True),
    Tick("staff-violations", "已培训：工作人员违规违纪处理规定", must=True),
)
HELD = (Moment("held-at", "培训时间"), Text("trainer", "培训人"), ATTENDED)

THEORY_TRAINING = Form(
    name="theory-staff-training",
    title="理论考试考务人员培训记录",
    about="batch",
    only=frozenset({"theory"}),
    rules=("SCH-26",),
    filled_by=OFFICE,
    fields=(*CONTENT, *HELD),
    signatures=(MADE_BY_OFFICE,),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)

PRACTICAL_TRAINING = Form(
    name="practical-staff-training",
    title="实际操作考核考务人员培训记录",
    about="batch",
    only=frozenset({"practical"}),
    rules=("SCH-27",),
    filled_by=OFFICE,
    fields=(*CONTENT, Tick("safe-operation", "已培训：安全操作规定", must=True), *HELD),
    signatures=(MADE_BY_OFFICE,),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)

EXAMINER_TRAINING = Form(
    name="examiner-training",
    title="考评员、管理人员考前培训记录",
    about="batch",
    rules=("ORG-15",),
    filled_by=OFFICE,
    fields=(
        Text("content", "培训内容", lines=4, longest=LONGEST_STORY),
        *HELD[:2],
        Rows("examiners", "参加的考评员", (Person("who", "工作人员编号"),), least=1),
        Rows("managers", "参加的管理人员", (Person("who", "工作人员编号"),), least=1),
    ),
    signatures=(MADE_BY_OFFICE,),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)

RULES_PUBLISHED = Form(
    name="rules-published",
    title="考场规则与违规违纪处理规定公布记录",
    about="site",
    rules=("SCH-28",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Tick("room-rules", "已公布考场规则", must=True),
        Tick("violation-rules", "已公布考生违规违纪处理规定", must=True),
        Moment("published-at", "公布时间"),
        Text("where", "公布地点或方式"),
    ),
    signatures=(Signature(name="published-by", label="经办人签名", roles=(*OFFICE, *SITE_HEAD)),),
    due=Due(anchor="first-start", words="本考点首场开考前"),
    volume=volumes.COURSE,
)

REHEARSAL = Form(
    name="rehearsal",
    title="考前测试与演练记录",
    about="batch",
    rules=("SCH-31",),
    filled_by=OFFICE,
    fields=(
        Text("software", "模拟训练软件"),
        Choice("network", "网络环境测试结果", {"good": "良好", "repaired": "发现问题，已整改"}),
        Text("network-repaired", "网络问题及整改情况", lines=2, required=False),
        Text("practical-sessions", "实操考试场次安排", lines=2),
        Moment("rehearsed-at", "流程演练时间"),
        Text("division", "人员分工", lines=2),
        Rows(
            "instruments",
            "仪器仪表检查",
            (
                Text("what", "名称"),
                Number("needed", "需要数量", least=1, most=10_000),
                Number("there", "到位数量", most=10_000),
                Tick("sound", "质量合格", must=True),
            ),
            least=1,
        ),
    ),
    checks=(Needs(when="network", says=("repaired",), fields=("network-repaired",)),),
    signatures=(MADE_BY_OFFICE,),
    due=BEFORE_THE_FIRST,
    volume=volumes.PLAN,
)

ROOM_ACCEPTANCE = Form(
    name="practical-room-acceptance",
    title="实际操作考场检查验收表",
    about="session",
    only=frozenset({"practical"}),
    rules=("SCH-13", "SCH-15", "SCH-16", "SCH-32", "SCH-33", "SCH-35", "PER-08"),
    filled_by=("examiner",),
    fields=(
        Tick("clean", "考场整洁卫生、宽敞明亮"),
        Tick("equipment-intact", "设备仪器完好，经检测性能正常"),
        Tick("accuracy", "设备仪器精度在要求范围内"),
        Tick("safe-production", "符合安全生产要求"),
        Tick("tools", "工卡量具齐全"),
        Tick("materials", "原材料齐全"),
        Tick("test-instruments", "检测仪器经核查、检验"),
        Number("repair-staff", "设备检修人员", least=1, most=100, unit="人"),
        Number("supply-staff", "材料供应人员", least=1, most=100, unit="人"),
        Tick("cordon", "考核现场已设立警戒线"),
        Text("cordon-guard", "警戒线值守人员"),
        Person("safety-manager", "考场负责人（兼安全管理）编号"),
        Tick("safety-inspected", "考场负责人已作安全检查"),
        Tick("fire-safety", "具备消防安全设施及安全保护措施"),
        Tick("no-hazards", "无易燃、易爆和其他不安全隐患"),
        Choice("conclusion", "验收结论", {"accepted": "符合规定要求", "rectify": "不符合，须整改"}),
        Text("defects", "不符合规定要求之处", lines=3, required=False),
        Moment("head-told-at", "通知考场（点）负责人的时间", required=False),
        Text("rectified", "整改情况及复查结果", lines=3, required=False),
    ),
    checks=(
        *(
            Needs(when=name, says=(False,), fields=("defects", "head-told-at", "rectified"))
            for name in (
                "clean",
                "equipment-intact",
                "accuracy",
                "safe-production",
                "tools",
                "materials",
                "test-instruments",
                "cordon",
                "safety-inspected",
                "fire-safety",
                "no-hazards",
            )
        ),
        Needs(when="conclusion", says=("rectify",), fields=("defects", "head-told-at", "rectified")),
    ),
    signatures=(
        Signature(name="examiner", label="考评员签名", roles=("examiner",)),
        Signature(name="site-head", label="考场（点）负责人签名", roles=SITE_HEAD),
    ),
    due=BEFORE_THE_SESSION,
    volume=volumes.COURSE,
)

CLOSING_MEETING = Form(
    name="closing-meeting",
    title="考试总结会记录",
    about="site",
    rules=("EXM-42",),
    filled_by=(*OFFICE, *SITE_HEAD),
    fields=(
        Moment("held-at", "会议时间"),
        Rows("invigilators", "参加的监考人员", (Person("who", "工作人员编号"),), least=1),
        Text("summary", "考试情况总结", lines=4, longest=LONGEST_STORY),
        Text("problems", "存在的问题及改进意见", lines=3, required=False),
    ),
    signatures=(Signature(name="chair", label="会议主持人签名", roles=(*SITE_HEAD, *OFFICE)),),
    due=Due(anchor="last-end", plus=timedelta(days=1), words="本考点末场结束后一日内"),
    volume=volumes.COURSE,
)

FORMS = (
    IMPLEMENTATION_PLAN,
    BRIEFING,
    THEORY_TRAINING,
    PRACTICAL_TRAINING,
    EXAMINER_TRAINING,
    REHEARSAL,
    SITE_READINESS,
    RULES_PUBLISHED,
    THEORY_NOTICE,
    PRACTICAL_NOTICE,
    ROOM_ACCEPTANCE,
    CLOSING_MEETING,
)
