"""Why a consultation is not held like this."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError


class TwoAtATimeError(ForbiddenError):
    """ARC-07: an officer of the general office and an internal supervisor, two people, none of them the reader."""

    says = "须由综合管理部门人员和内部督导人员各一名同时在场，二人不得为同一人，也不得是查阅人。"


class NotBothPresentError(ForbiddenError):
    """ARC-07: what is consulted is shown only while both are there."""

    says = "综合管理部门人员和内部督导人员没有同时在场，不得查阅。"


class ConsultationOverError(ConflictError):
    """ARC-07: a consultation is held once, for what was approved."""

    says = "本次查阅已经结束。"


class RecordMissingError(InvalidError):
    """ARC-07: what was consulted is on record."""

    says = "请填写查阅记录。"
