"""Why a result is not taken as it is."""

from libs.chassis.domain import ConflictError, InvalidError


class InconsistentResultError(InvalidError):
    """SCO-01: a part is passed only with 60 marks or more."""

    says = "成绩与结论不一致：没有达到60分的科目不能记为合格。"


class PartNotPostedError(InvalidError):
    """SCO-27: an objection is about a part whose result was posted."""

    says = "该考生没有参加此科目的报考，公示中没有这一科的成绩，不能提出异议。"


class NothingToCorrectError(ConflictError):
    """SCO-09: an upheld objection leads to another score, which a part that was not sat or is void cannot get."""

    says = "该科目没有成绩可以更正，异议不能按成立处理。"
