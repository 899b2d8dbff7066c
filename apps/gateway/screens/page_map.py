"""Every page of the gateway: where it is, what it is called, who may see it, and whether it stands in the navigation.

This is the only place that says so. A page's routes are in `routes/`, its template has the page's name.
"""

from dataclasses import dataclass, field
from urllib.parse import quote

from apps.gateway.domain.roles import ADMINISTRATOR

EVERYBODY: frozenset[str] = frozenset()
ADMINISTRATORS = frozenset({ADMINISTRATOR})
REGISTRARS = frozenset({"reception", "exam-affairs"})
READERS = REGISTRARS | {"quality", "finance", "general-office", "director", "auditor"}
IN_THE_ROOM = frozenset({"invigilator", "examiner"})
ON_DUTY = IN_THE_ROOM | {"supervisor"}
# Who signs a step of the examination day.
SITE_OFFICES = frozenset({"site-head", "exam-affairs"})
SIGNING = ON_DUTY | SITE_OFFICES
# Who sees how far the marking is; examiners and coders see their part of it.
MARKING_READERS = frozenset(
    {"marking-lead", "exam-affairs", "score-checker", "general-office", "quality", "director", "auditor"}
)
ORGANISERS = frozenset({"marking-lead", "exam-affairs"})
MARKERS = MARKING_READERS | {"examiner", "coder"}
IN_THE_MARKING = frozenset({"examiner", "coder", "marking-lead", "exam-affairs"})
RESULT_READERS = frozenset({"quality", "general-office", "exam-affairs", "director"})
GENERAL_OFFICE = frozenset({"general-office"})
COPY_READERS = frozenset({"general-office", "quality", "director"})
FINDING_READERS = COPY_READERS | {"supervisor"}
EXAM_AFFAIRS = frozenset({"exam-affairs"})
REGISTRY_READERS = frozenset({"exam-affairs", "general-office", "quality", "director", "auditor"})
BANK_READERS = frozenset({"item-bank", "item-reviewer", "director", "auditor"})
BANK_KEEPERS = frozenset({"item-bank"})
SECRET_READERS = BANK_READERS | {"exam-affairs", "general-office"}
PAPER_READERS = BANK_READERS | {"exam-affairs", "marking-lead"}
# Whose decision something may wait for: `routes/office/approvals.py` asks each role's services.
DECIDERS = frozenset(
    {
        *("site-head", "supervisor", "exam-affairs", "leading-group", "director", "quality"),
        *("marking-lead", "item-reviewer", ADMINISTRATOR),
    }
)
BAR_READERS = REGISTRARS | {"quality", "director", "auditor"}
BARRING = frozenset({"exam-affairs", "quality"})
PHOTO_READERS = REGISTRARS | GENERAL_OFFICE
FEE_READERS = frozenset({"finance", "director", "auditor", "reception"})
CASHIERS = frozenset({"finance", "reception"})
REFUND_DECIDERS = frozenset({"finance", "director"})
CHAIN_READERS = frozenset({"auditor", "director"})
FILE_READERS = CHAIN_READERS | {"general-office", "quality"}
REGISTER_READERS = FILE_READERS | {"supervisor"}
OPERATORS = frozenset({"operator"})
EMERGENCY = frozenset({"site-head", "supervisor", "exam-affairs", "leading-group", "director", "auditor"})
INSPECTORS = frozenset({"exam-affairs", "quality", "director", "site-head", "leading-group", "auditor"})


@dataclass(frozen=True, kw_only=True)
class Page:
    """`roles` may see it; none named: whoever is signed in. `menu` is its section of the navigation, if it has one.

    A public page is for whoever has not signed in yet.
    """

    name: str
    path: str
    title: str
    roles: frozenset[str] = field(default=EVERYBODY)
    menu: str = ""
    public: bool = False

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may see it."""
        return not self.roles or not self.roles.isdisjoint(roles)


PAGES = (
    Page(name="home", path="/", title="首页"),
    # whoever is on duty begins the day here: it is the first of the navigation
    Page(name="my_sessions", path="/my-sessions", title="今天的场次", roles=ON_DUTY, menu="考试日"),
    # signing in
    Page(name="sign_in", path="/sign-in", title="登录", public=True),
    Page(name="second_factor", path="/sign-in/code", title="动态验证码", public=True),
    Page(name="provider", path="/sign-in/provider", title="统一身份认证", public=True),
    Page(name="provider_back", path="/sign-in/provider/back", title="统一身份认证", public=True),
    Page(name="activate", path="/activate", title="首次激活", public=True),
    Page(name="activate_account", path="/activate/account", title="设置密码和动态验证码", public=True),
    # batches
    Page(name="todo", path="/todo", title="我的待办", menu="批次"),
    Page(name="approvals", path="/approvals", title="待批", roles=DECIDERS, menu="批次"),
    Page(name="batches", path="/batches", title="批次", menu="批次"),
    Page(name="overview", path="/overview", title="总览", roles=frozenset({"director"}), menu="批次"),
    Page(name="batch", path="/batches/{batch_id}", title="批次总览"),
    Page(name="annual_plan", path="/annual-plans/{year}", title="年度计划", roles=READERS),
    Page(name="announcements", path="/announcements", title="公告", menu="批次"),
    Page(name="new_announcement", path="/announcements/new", title="发布公告", roles=EXAM_AFFAIRS | {"director"}),
    Page(name="announcement", path="/announcements/{announcement_id}", title="公告与开批次"),
    # forms; each service lets in those whom its form is for
    Page(name="forms", path="/batches/{batch_id}/forms", title="表单"),
    Page(name="this_year", path="/years", title="年度表单", menu="档案"),
    Page(name="year_forms", path="/years/{year}", title="年度表单"),
    Page(name="ledgers", path="/ledgers", title="台账", menu="档案"),
    Page(name="ledger", path="/ledgers/{keeper}/{ledger}/{year}", title="台账"),
    Page(name="new_form", path="/forms/{keeper}/{form}/{subject_id}", title="填写表单"),
    Page(name="form_record", path="/form-records/{keeper}/{record_id}", title="表单"),
    Page(name="correct_form", path="/form-records/{keeper}/{record_id}/correction", title="更正表单"),
    # registration
    Page(name="search", path="/search", title="查找报名", roles=READERS, menu="报名"),
    Page(name="roster", path="/batches/{batch_id}/roster", title="名册导入", roles=REGISTRARS),
    Page(name="roster_check", path="/batches/{batch_id}/roster/check", title="名册核对", roles=REGISTRARS),
    Page(name="applications", path="/batches/{batch_id}/applications", title="报名列表", roles=READERS),
    Page(name="counter", path="/batches/{batch_id}/applications/new", title="单人录入", roles=REGISTRARS),
    Page(name="application", path="/applications/{application_id}", title="报名详情", roles=READERS),
    Page(name="bars", path="/bars", title="限制报名名单", roles=BAR_READERS, menu="报名"),
    Page(name="photos", path="/batches/{batch_id}/photos", title="照片导入", roles=REGISTRARS),
    Page(name="photo", path="/applications/{application_id}/photo", title="照片", roles=PHOTO_READERS),
    # only the picture, on the page before it
    Page(
        name="photo_file",
        path="/applications/{application_id}/photo/picture",
        title="照片",
        roles=PHOTO_READERS,
    ),
    Page(name="fees", path="/batches/{batch_id}/fees", title="收费台账", roles=FEE_READERS),
    Page(name="fee_accounts", path="/batches/{batch_id}/fees/accounts", title="收费", roles=FEE_READERS),
    Page(name="receipts", path="/batches/{batch_id}/fees/receipts", title="收据", roles=FEE_READERS),
    Page(name="fee_account", path="/applications/{application_id}/fees", title="报名收费", roles=FEE_READERS),
    Page(name="receipt", path="/receipts/{receipt}", title="收据", roles=FEE_READERS),
    Page(
        name="confirmation_sheet",
        path="/applications/{application_id}/confirmation-sheet",
        title="信息确认表",
        roles=REGISTRARS,
    ),
    # planning
    Page(name="rooms", path="/rooms", title="考场", roles=REGISTRY_READERS, menu="考务"),
    Page(name="staff", path="/staff", title="人员", roles=REGISTRY_READERS, menu="考务"),
    Page(name="staff_file", path="/staff/{staff_id}", title="人员档案", roles=REGISTRY_READERS),
    Page(name="breaches", path="/staff/{staff_id}/breaches", title="工作人员违规违纪", roles=REGISTRY_READERS),
    Page(
        name="qualification", path="/staff/{staff_id}/qualifications/{file}", title="资格档案", roles=REGISTRY_READERS
    ),
    Page(name="qualifications", path="/qualifications", title="资格提示", roles=REGISTRY_READERS),
    Page(
        name="plan",
        path="/batches/{batch_id}/plan",
        title="考场编排",
        roles=INSPECTORS | {"item-bank", "general-office", "coder", "marking-lead", "operator"},
    ),
    Page(name="tickets", path="/batches/{batch_id}/tickets", title="准考证", roles=REGISTRARS),
    Page(name="duty_roster", path="/batches/{batch_id}/duty", title="值班名单与就绪", roles=EMERGENCY),
    # the item bank
    Page(name="banks", path="/banks", title="题库", roles=BANK_READERS, menu="题库"),
    Page(name="blueprints", path="/blueprints", title="细目表", roles=BANK_READERS, menu="题库"),
    Page(name="bank", path="/banks/{code}/{level}", title="题库编制和验收", roles=BANK_READERS),
    Page(name="bank_items", path="/banks/{code}/{level}/items", title="试题", roles=BANK_READERS),
    Page(name="edit_item", path="/banks/{code}/{level}/items/{item_id}/edit", title="修改试题", roles=BANK_KEEPERS),
    Page(name="bank_exchange", path="/banks/{code}/{level}/exchange", title="试题导入导出", roles=BANK_KEEPERS),
    Page(name="secret_materials", path="/secret-materials", title="保密资料", roles=SECRET_READERS, menu="题库"),
    Page(name="secret_material", path="/secret-materials/{material_id}", title="保密资料办理", roles=SECRET_READERS),
    Page(name="papers", path="/batches/{batch_id}/papers", title="试卷", roles=PAPER_READERS),
    Page(name="paper", path="/papers/{paper_id}", title="试卷详情", roles=PAPER_READERS),
    # marking
    Page(name="marking", path="/batches/{batch_id}/marking", title="阅卷", roles=MARKERS),
    Page(name="marking_session", path="/marking-sessions/{session_id}", title="本场阅卷", roles=IN_THE_MARKING),
    Page(
        name="room_similarity",
        path="/marking-sessions/{session_id}/similarity",
        title="考场雷同比对",
        roles=MARKING_READERS - {"score-checker", "general-office"},
    ),
    Page(name="sheet_cases", path="/marking-sessions/{session_id}/cards", title="答题卡处理", roles=ORGANISERS),
    Page(name="typed_sheets", path="/marking-sessions/{session_id}/paper-sheets", title="纸质评分表", roles=ORGANISERS),
    Page(
        name="type_sheets",
        path="/marking-sessions/{session_id}/paper-sheets/{staff_id}",
        title="录入评分表",
        roles=ORGANISERS,
    ),
    Page(
        name="answer_keys",
        path="/batches/{batch_id}/answer-keys",
        title="标准答案",
        roles=ORGANISERS,
    ),
    Page(
        name="answer_key",
        path="/batches/{batch_id}/answer-keys/{paper_id}/corrections",
        title="标准答案更正",
        roles=ORGANISERS,
    ),
    Page(name="score_lists", path="/batches/{batch_id}/score-lists", title="成绩单", roles=MARKING_READERS),
    Page(
        name="analysis",
        path="/batches/{batch_id}/score-lists/{code}/{level}/analysis",
        title="答卷分析",
        roles=MARKING_READERS,
    ),
    Page(
        name="similarity",
        path="/batches/{batch_id}/score-lists/{code}/{level}/similarity",
        title="雷同线索",
        roles=MARKING_READERS - {"score-checker", "general-office"},
    ),
    Page(
        name="reviews",
        path="/batches/{batch_id}/reviews/{code}/{level}",
        title="综合评审",
        roles=MARKING_READERS | {"examiner"},
    ),
    Page(name="rechecks", path="/batches/{batch_id}/rechecks", title="复核更正", roles=MARKING_READERS),
    Page(name="result", path="/results/{application_id}", title="成绩与复核", roles=MARKING_READERS),
    # results, objections and certificates
    Page(name="notices", path="/batches/{batch_id}/notices", title="公示与待发", roles=RESULT_READERS),
    Page(name="notice", path="/notices/{application_id}", title="公示详情", roles=RESULT_READERS),
    Page(name="objections", path="/batches/{batch_id}/objections", title="成绩异议", roles=RESULT_READERS),
    Page(name="objection", path="/objections/{objection_id}", title="异议处理", roles=RESULT_READERS),
    Page(name="certificates", path="/batches/{batch_id}/certificates", title="证书", roles=GENERAL_OFFICE),
    Page(name="certificate", path="/certificates/{number}", title="证书详情", roles=GENERAL_OFFICE),
    Page(name="holidays", path="/holidays", title="放假安排", roles=RESULT_READERS, menu="证书"),
    Page(name="reissues", path="/reissues", title="证书补发", roles=COPY_READERS, menu="证书"),
    Page(name="reissue", path="/reissues/{reissue_id}", title="补发办理", roles=COPY_READERS),
    Page(name="proceedings", path="/proceedings", title="证书查处", roles=FINDING_READERS, menu="证书"),
    Page(name="proceeding", path="/proceedings/{proceeding_id}", title="查处办理", roles=FINDING_READERS),
    Page(name="scope_findings", path="/scope-findings", title="超范围核查", roles=FINDING_READERS, menu="证书"),
    Page(name="scope_finding", path="/scope-findings/{finding_id}", title="超范围核查办理", roles=FINDING_READERS),
    Page(name="filings", path="/filings", title="备案记录", roles=FILE_READERS, menu="证书"),
    Page(name="employer_keys", path="/employer-keys", title="用人单位查询密钥", roles=GENERAL_OFFICE, menu="证书"),
    Page(name="filing", path="/filings/{filing_id}", title="备案记录详情", roles=FILE_READERS),
    Page(
        name="certificate_years", path="/certificate-statistics", title="证书年度统计", roles=FILE_READERS, menu="证书"
    ),
    Page(name="certificate_year", path="/certificate-statistics/{year}", title="证书统计年度", roles=FILE_READERS),
    Page(name="stock", path="/stock", title="空白证书台账", roles=FILE_READERS, menu="证书"),
    Page(name="stock_series", path="/stock/{series}", title="空白证书", roles=FILE_READERS),
    Page(name="blank", path="/blanks/{serial}", title="证书用纸", roles=FILE_READERS),
    # what the provincial platform must have
    Page(name="reporting", path="/reporting", title="平台上报", roles=FILE_READERS, menu="证书"),
    Page(name="batch_reporting", path="/batches/{batch_id}/reporting", title="批次上报", roles=FILE_READERS),
    Page(name="upload", path="/uploads/{upload_id}", title="上报记录", roles=FILE_READERS),
    # the examination day
    Page(name="exam_board", path="/exam-board", title="考试日看板", roles=INSPECTORS, menu="考试日"),
    Page(name="exam_session", path="/exam-sessions/{session_id}", title="场次详情", roles=ON_DUTY | INSPECTORS),
    Page(name="arrivals", path="/exam-sessions/{session_id}/arrivals", title="签到", roles=IN_THE_ROOM),
    Page(name="room_papers", path="/exam-sessions/{session_id}/papers", title="启封试卷", roles=IN_THE_ROOM),
    Page(name="report_incident", path="/report-incident", title="报告突发事件"),
    Page(name="incident", path="/incidents/{incident_id}", title="突发事件报告"),
    # the archive
    Page(name="evidence", path="/evidence", title="证据链与证明", roles=CHAIN_READERS, menu="档案"),
    Page(name="signed_days", path="/evidence/days", title="每日签名与缺号", roles=CHAIN_READERS),
    Page(name="archived_event", path="/evidence/events/{position}", title="单条存证", roles=CHAIN_READERS),
    Page(name="audit", path="/audit", title="审计", roles=CHAIN_READERS, menu="档案"),
    Page(name="contents", path="/batches/{batch_id}/contents", title="归档清单", roles=FILE_READERS),
    Page(name="batch_file", path="/batches/{batch_id}/file", title="案卷", roles=FILE_READERS),
    Page(name="archived_item", path="/archive-items/{item_id}", title="归档件", roles=FILE_READERS),
    Page(name="loans", path="/loans", title="借阅登记", roles=REGISTER_READERS, menu="档案"),
    Page(name="loan", path="/loans/{loan_id}", title="外借", roles=REGISTER_READERS),
    Page(name="consultations", path="/consultations", title="查阅登记", roles=REGISTER_READERS, menu="档案"),
    Page(name="consultation", path="/consultations/{consultation_id}", title="查阅", roles=REGISTER_READERS),
    Page(name="destructions", path="/destructions", title="销毁审查", roles=REGISTER_READERS, menu="档案"),
    # whom the head names into the group, of whatever department
    Page(name="destruction", path="/destructions/{destruction_id}", title="销毁审查记录"),
    Page(name="batch_events", path="/batches/{batch_id}/events", title="批次存证", roles=CHAIN_READERS),
    # the duty console, a place of its own that people come to from here
    Page(name="console", path="/console", title="值班台"),
    Page(name="console_entry", path="/console/entry", title="进入值班台"),
    # administration
    Page(name="parked", path="/parked", title="搁置消息", roles=OPERATORS, menu="管理"),
    Page(name="parked_message", path="/parked/{service}/{message}", title="搁置消息详情", roles=OPERATORS),
    Page(name="accounts", path="/accounts", title="账户", roles=ADMINISTRATORS, menu="管理"),
    Page(name="new_account", path="/accounts/new", title="新增账户", roles=ADMINISTRATORS),
    Page(name="account", path="/accounts/{account_id}", title="账户与授权", roles=ADMINISTRATORS),
    Page(
        name="disclosures",
        path="/disclosures",
        title="导出记录",
        roles=ADMINISTRATORS | {"auditor", "director"},
        menu="管理",
    ),
    # my own
    Page(name="jobs", path="/jobs", title="后台任务", menu="我"),
    Page(name="my_account", path="/my-account", title="我的账户", menu="我"),
    Page(name="my_factor", path="/my-account/factor", title="更换动态验证码"),
    Page(name="my_passkeys", path="/my-account/passkeys", title="通行密钥"),
    Page(name="step_up", path="/step-up", title="再次确认是您本人"),
)
PAGE = {page.name: page for page in PAGES}


def above(page: Page) -> Page | None:
    """The page whose path is the beginning of this one's, if there is one."""
    found = [one for one in PAGES if page.path.startswith(f"{one.path}/")]
    return max(found, key=lambda one: len(one.path), default=None)


def address(name: str, **parts: str) -> str:
    """Where a page is; `parts` fill its path."""
    return PAGE[name].path.format_map({part: quote(value, safe="") for part, value in parts.items()})
