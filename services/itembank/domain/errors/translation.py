"""Why a file of another format is not read."""

from libs.chassis.domain import InvalidError


class NotThatFormatError(InvalidError):
    """The content is not what it is said to be, or too large."""

    says = "文件不是所选的格式，或已损坏：{reason}。"
    reason: str
