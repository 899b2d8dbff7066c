"""Why what experts deliver is not taken for what it was sent as."""

from libs.chassis.domain import InvalidError


class SubjectMismatchError(InvalidError):
    """The file is of another occupation or level than the address it was sent to (ITB-33)."""

    says = "文件中的职业编码和级别与 {expected} 不一致。"
    expected: str
