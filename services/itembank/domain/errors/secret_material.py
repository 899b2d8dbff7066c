"""Why a secret carrier is not handled (保密管理要求)."""

from collections.abc import Sequence
from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError, NotYetError, SettledError

FIELDS = {"purpose": "事由", "due_back": "归还时间", "place": "去向或销毁地点", "measures": "安全措施"}


class SecretMaterialKnownError(ConflictError):
    """A number stands for one carrier."""

    says = "编号 {material_id} 已登记。"
    material_id: str


class HandlingNotFoundError(NotFoundError):
    """No handling has this number."""

    says = "没有第 {no} 号办理。"
    no: int


class HandlingIncompleteError(InvalidError):
    """SEC-03, SEC-04, SEC-11: the head is told what for, and where to, how it is kept safe, when it is back."""

    says = "还须写明：{words}。"
    shown = ("lacking",)
    lacking: Sequence[str]

    @property
    def words(self) -> list[str]:
        """What is missing, as the form calls it."""
        return [FIELDS[name] for name in self.lacking]


class TwoTogetherError(InvalidError):
    """SEC-04: whoever takes secret material out goes together with a second person."""

    says = "外出携带涉密资料须二人同行，请登记两名同行人员的编号。"


class DueInPastError(InvalidError):
    """SEC-03: what is lent is to come back."""

    says = "归还时间须晚于现在。"


class CopiesNotAtHandError(ConflictError):
    """No more is handled than lies in the cabinet."""

    says = "资料柜中现有 {have} 份，份数不够。"
    shown = ("have",)
    _: KW_ONLY
    have: int


class NotApprovedByHeadError(ConflictError):
    """SEC-03, SEC-04, SEC-05, SEC-11: nothing is lent, taken out, copied or destroyed before the head approved it."""

    says = "未经评价机构负责人批准，不得办理。"


class HandlingDecidedError(ConflictError):
    """SEC-03: the head decides once about a request."""

    says = "本次办理已经审批。"


class OwnHandlingError(ForbiddenError):
    """Nobody approves, hands over or escorts what they asked for or carry themselves."""

    says = "不能审批、经手本人申请或携带的保密资料。"


class NotTheKeeperError(ForbiddenError):
    """SEC-02, SEC-05: the item bank keeps secret material, the general office what was brought from meetings."""

    says = "会议带回的文件、资料由综合管理部门保管，其他保密资料由题库管理部门保管，请由保管部门办理。"


class NotTheirHandlingError(ForbiddenError):
    """Whoever signs is whose hands it goes into."""

    says = "请由借阅人、同行人员或经办人本人签名。"


class HandlingUnsignedError(ConflictError):
    """SEC-03, SEC-04: whoever takes it in hand signs first, each of the two."""

    says = "还有 {missing} 人没有签名承诺。"
    missing: int


class EscortMissingError(ConflictError):
    """SEC-11: destruction has an escort whom the general office names."""

    says = "销毁保密资料须由综合管理部门指派专人护送，尚未指派。"


class NotTheEscortError(ForbiddenError):
    """SEC-11: the escort supervises the destruction."""

    says = "销毁由指派的护送人监督并确认。"


class HandlingNotOpenError(ConflictError):
    """It was handed over already, or is another kind of handling."""

    says = "本次办理不在这一步。"


class BackBeforeOutError(ConflictError):
    """Nothing comes back, or is destroyed, that is not out."""

    says = "本次办理没有移交在外的资料。"


class ReceiversUncountedError(InvalidError):
    """SEC-05: copies go to named people, no more than approved; and as many come back as went out."""

    says = "份数须逐人登记，且不超过（归还时等于）批准的 {allowed} 份。"
    shown = ("allowed",)
    _: KW_ONLY
    allowed: int


class HandlingNotDueError(NotYetError):
    """SEC-03: it may still come back in time."""

    says = "尚未到归还时间。"


class HandlingBackError(SettledError):
    """SEC-03: what is back is not overdue."""

    says = "已经归还。"
