"""The eight major kinds (三（三）), the first of them before and after the examination, and a drill."""

from typing import Any

from examples.incidents import (
    NONE,
    acknowledged,
    an_incident,
    asked,
    at_once,
    decided,
    practical,
    put_on_record,
    theory,
    told,
)

WATCH = ("inspector", "duty-officer")
# Days after the last planned one, so that whoever is moved finds room, team and candidates free.
DAYS_LATER = {"terror": 1, "natural-disaster": 2, "paper-leak": 3}


def a_drill() -> dict[str, Any]:
    """Practised on the afternoon before; nothing of it may leave the incident service."""
    return an_incident(
        "natural-disaster",
        "考前疏散演练：模拟二层走廊起火。",
        where=practical(5),
        of="day-before",
        minutes=15 * 60,
        by="site-head",
        drill=True,
        steps=[
            told(site_head=None),
            acknowledged(2, *WATCH),
            at_once(5, "evacuation", "按张贴的疏散方案组织全体工作人员撤至操场。", done_after=15),
            decided(5, "reschedule", use_spare=False, days_later=1),
        ],
        closed_after=25,
        report=("演练。", "按疏散方案全员撤离，用时九分钟。", "流程熟悉，通道畅通。", NONE),
    )


def major_incidents() -> list[dict[str, Any]]:
    """In the order of the plan's list."""
    return [
        _papers_lost(),
        _papers_leaked(),
        _papers_damaged(),
        _candidates_on_the_road(),
        _mass_disorder(),
        _bomb_threat(),
        _collapse(),
        _flood(),
        _gas(),
    ]


def _papers_lost() -> dict[str, Any]:
    return an_incident(
        "paper-leak",
        "试卷袋在领取后运往考场途中遗失，尚未启封使用。",
        where=theory(3),
        minutes=-40,
        steps=[
            told(),
            acknowledged(2, *WATCH),
            at_once(
                5,
                "scene-protection",
                "封存保密室出入记录和运送路线监控，未发试卷集中看管。",
                by="exam-affairs",
                done_after=60,
            ),
            at_once(5, "work-group", "会同保卫部门沿运送路线调查。", by="leading-group", done_after=60),
            put_on_record(5, "secrecy", level="confidential", reason="涉及未公开试卷。", by="leading-group"),
            decided(10, "spare-paper"),
        ],
        stages="试卷袋仍在查找，备用试卷已启用，考试按时进行。",
        follow_ups={"plan-change": "试卷袋改为双人同车、全程录像运送。"},
        closed_after=150,
        report=(
            "运送人员途中停车，试卷袋被误取。",
            "保护现场、立案调查，报评价机构负责人同意后启用备用试卷。",
            "试卷袋当日追回，封条完好；本场以备用试卷完成。",
            NONE,
        ),
    )


def _papers_leaked() -> dict[str, Any]:
    return an_incident(
        "paper-leak",
        "考后接到举报：本考场试题在开考前已被拍照传给本场考生，范围限于本考场。",
        where=theory(8),
        of="end",
        minutes=20,
        by="exam-affairs",
        steps=[
            told(form="written"),
            acknowledged(2, *WATCH),
            at_once(5, "scene-protection", "封存本考场答卷、试卷袋和监控录像。", by="exam-affairs", done_after=40),
            at_once(5, "work-group", "会同公安机关查明扩散范围。", by="leading-group", done_after=40),
            put_on_record(5, "secrecy", level="confidential", reason="涉及正在调查的人员。", by="leading-group"),
            decided(25, "void-results", seats=None),
            decided(30, "resit", seats=None, days_later=DAYS_LATER["paper-leak"]),
        ],
        stages="扩散范围已查明，仅限本考场。",
        follow_ups={
            "responsibility": "泄密人员移交有关部门处理。",
            "plan-change": "启封前清点环节增加第三人见证。",
        },
        closed_after=60,
        report=(
            "一名工作人员在启封前私自拆封拍照。",
            "会同有关部门查明扩散范围，经评价机构负责人批准宣布范围内考试无效，并启用备用试卷重考。",
            "本考场成绩无效，应试考生另行安排重考。",
            "少数考生询问，已当面解释。",
        ),
    )


def _papers_damaged() -> dict[str, Any]:
    return an_incident(
        "papers-damaged",
        "保密室空调漏水，一袋实操试题部分受潮，字迹不清。",
        where=practical(2),
        minutes=-100,
        by="exam-affairs",
        steps=[told(), acknowledged(2, *WATCH), decided(10, "reprint", source="copy")],
        closed_after=55,
        report=(
            "空调冷凝水管破裂。",
            "清点受损份数，报评价机构负责人同意后在保密室内复制印刷。",
            "受损试题全部补齐，按时开考。",
            NONE,
        ),
    )


def _candidates_on_the_road() -> dict[str, Any]:
    return an_incident(
        "arrival-prevented",
        "进城道路发生多车追尾，载有本场考生的三辆客车受阻，预计迟到半小时。",
        where=theory(4),
        minutes=-30,
        by="supervisor",
        steps=[
            told(),
            acknowledged(2, *WATCH),
            at_once(5, "calming", "已到考生入场候考，说明情况，提供饮水。", done_after=45),
            at_once(5, "delivery", "交警引导试卷车辆和客车改走备用路线。", done_after=45),
            decided(10, "start-delay", minutes=30),
            put_on_record(
                45,
                "statement",
                text="因道路事故，一个考场延后三十分钟开考，考生权益不受影响。",
                by="leading-group",
            ),
        ],
        stages="受阻考生陆续到达，考场秩序正常。",
        closed_after=155,
        report=(
            "道路交通事故。",
            "报评价机构负责人同意后该场延时三十分钟，安抚候考考生。",
            "全部考生到场，考试时间完整。",
            "本地媒体询问，已按统一口径答复。",
        ),
    )


def _mass_disorder() -> dict[str, Any]:
    return an_incident(
        "mass-disorder",
        "一个考场内多名考生传递纸条，监考制止后仍有骚动。",
        where=theory(5, rooms=2),
        minutes=40,
        figures={"rooms_in_disorder": 1},
        steps=[
            told(),
            put_on_record(
                5,
                "reclassify",
                kind="mass-disorder",
                rooms_in_disorder=2,
                reason="相邻考场也出现同样的传递，已有两个考场秩序混乱。",
                by="supervisor",
            ),
            acknowledged(5, *WATCH),
            at_once(5, "police", "请求辖区派出所到场协助。", done_after=45),
            at_once(5, "work-group", "工作组会同考点查明事实、登记人员。", by="leading-group", done_after=80),
            asked(
                10, "site-closure", "封闭考点，只进不出。", by="site-head", approved_by="leading-group", done_after=60
            ),
            decided(10, "replace-staff", by="site-head", approved_by="leading-group"),
            asked(15, "script-analysis", "两考场答卷逐份比对。", approved_by="leading-group", done_after=80),
            decided(85, "void-results", seats=2),
        ],
        stages="秩序已恢复，涉事人员登记完毕，工作组正在比对答卷。",
        follow_ups={"responsibility": "失职监考人员停止监考资格，等待处理。"},
        closed_after=115,
        report=(
            "考生有组织传递答案，监考人员失职。",
            "封闭考点、更换监考、公安协助；比对答卷后请示评价机构负责人，将雷同答卷作废。",
            "查实人员成绩无效，其余考生成绩有效。",
            "现场有少量围观，公安机关已疏导。",
        ),
    )


def _bomb_threat() -> dict[str, Any]:
    return an_incident(
        "terror",
        "考点总机接到匿名电话，称实操车间内放有爆炸物。",
        where=practical(4),
        minutes=-30,
        by="site-head",
        steps=[
            told(site_head=None),
            at_once(0, "police", "立即报警，请求公安机关排除危险。", done_after=60),
            at_once(2, "evacuation", "车间及相邻区域人员撤至操场。", done_after=30),
            acknowledged(5, "group-head", "director"),
            decided(10, "reschedule", use_spare=True, days_later=DAYS_LATER["terror"]),
        ],
        stages="公安机关正在排查，考生已有序离场。",
        follow_ups={"commendation": "值机人员沉着应对，予以表扬。"},
        closed_after=70,
        report=(
            "匿名恐吓电话。",
            "立即报警并疏散，向评价机构负责人汇报后缓考，改期启用备用卷。",
            "排查未发现危险物品，本场改期举行。",
            "公安机关已发布警情通报。",
        ),
    )


def _collapse() -> dict[str, Any]:
    return an_incident(
        "grave-illness",
        "一名考生操作中突然倒地，面色苍白、意识不清。",
        where=practical(3),
        minutes=50,
        steps=[
            told(),
            acknowledged(2, *WATCH),
            at_once(0, "medical-aid", "医务人员到场急救，救护车送市医院抢救。", by="staff", done_after=25),
            at_once(5, "isolation", "相邻工位考生暂移备用工位，待排除传染病。", seats=3, done_after=30),
            asked(10, "other", "该考生由家属陪护就医，其余考生继续考核。", done_after=60),
        ],
        stages="该考生已送医并恢复意识，其余考生正常考核。",
        follow_ups={"commendation": "医务人员处置及时，予以表扬。"},
        closed_after=80,
        report=(
            "考生低血糖并发晕厥，排除传染病。",
            "医务急救并送医，报评价机构负责人后其余考生继续考核。",
            "该考生脱离危险，其余考生未受影响。",
            NONE,
        ),
    )


def _flood() -> dict[str, Any]:
    return an_incident(
        "natural-disaster",
        "上游突降暴雨，溪水漫入一层车间，水位仍在上涨。",
        where=practical(5),
        minutes=30,
        steps=[
            told(form="fax"),
            acknowledged(2, *WATCH),
            at_once(0, "evacuation", "切断电源，考生按疏散线路撤至二层和操场看台。", by="staff", done_after=20),
            at_once(5, "scene-protection", "试题和未完成工件移至二层保密室。", done_after=30),
            decided(
                15,
                "reschedule",
                use_spare=True,
                days_later=DAYS_LATER["natural-disaster"],
            ),
            put_on_record(
                40,
                "statement",
                text="受暴雨影响，一场实操考核缓考，新的时间已逐一通知考生。",
                by="leading-group",
            ),
        ],
        stages="人员全部撤离，水位开始回落。",
        follow_ups={"commendation": "考评员先人后物，疏散有序，予以表扬。"},
        closed_after=75,
        report=(
            "短时强降雨引发溪水漫堤。",
            "先保人员和试卷安全，请示评价机构负责人后缓考，妥善安置考生。",
            "无人受伤；本场改期以备用卷举行。",
            "家长和媒体来电，已统一答复。",
        ),
    )


def _gas() -> dict[str, Any]:
    return an_incident(
        "other-major",
        "车间燃气报警器报警，暂停操作并关闭总阀检查。",
        where=practical(7),
        minutes=20,
        steps=[
            told(),
            acknowledged(2, *WATCH),
            asked(5, "other", "关闭总阀，通风，燃气公司检测合格后恢复。", approved_by="leading-group", done_after=15),
            decided(20, "make-up-time", minutes=15, approved_by="leading-group"),
        ],
        stages="检测合格，已恢复操作，停顿时间已补足。",
        closed_after=85,
        report=(
            "燃气软管接头老化微漏。",
            "领导小组根据情况暂停操作、检测通风，恢复后补足时间。",
            "接头更换，考核顺利完成。",
            NONE,
        ),
    )
