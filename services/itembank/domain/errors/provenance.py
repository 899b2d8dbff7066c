"""Why items from elsewhere are not taken or used."""

from collections.abc import Sequence

from libs.chassis.domain import ConflictError, InvalidError


class IsolationIncompleteError(InvalidError):
    """ITB-02: items are written in isolation, by examiners, where the city bank has none."""

    says = "封闭式命题须登记市鉴定中心关于市题库暂无试题的答复、封闭地点、起止日期和命题考评员。"


class WritersNotExaminersError(ConflictError):
    """ITB-02: who writes in isolation is an examiner of the occupation, on every day of it."""

    says = "封闭式命题须由本职业的考评员进行，以下人员在命题期间没有本职业有效的考评员资格：{writers}。"
    shown = ("writers",)
    writers: Sequence[str]


class BankAtHandError(ConflictError):
    """ITB-02: items are written in isolation only where there is no bank."""

    says = "本职业等级已有题库 {bank_id}，试题须从题库提取，不能封闭式命题。"
    bank_id: str


class CityApprovalInFutureError(InvalidError):
    """An answer of the city centre is dated after today."""

    says = "市鉴定中心审批日期不能晚于今天。"


class CityApprovalNotAskedError(ConflictError):
    """ITB-02, ITB-03: the city centre approves what was written in isolation, and papers of national items."""

    says = "{subject} 不须由市鉴定中心审批。"
    subject: str


class BankNotApprovedByCityError(ConflictError):
    """ITB-02: what was written in isolation is used only once the city centre approved it."""

    says = "题库 {bank_id} 为封闭式命题，未经市鉴定中心审定不能组卷。"
    bank_id: str


class PaperNotApprovedByCityError(ConflictError):
    """ITB-03: a paper of national items is used only once the city centre approved it."""

    says = "试卷 {paper_id} 由国家题库试题编制，须上报市鉴定中心审批合格后方可封存使用。"
    paper_id: str
