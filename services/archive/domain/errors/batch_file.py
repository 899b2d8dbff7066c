"""Why the files of a batch take nothing more, or are not closed."""

from libs.chassis.domain import ConflictError, InvalidError, NotYetError, SettledError


class BatchFileClosedError(SettledError):
    """ARC-15: closed files are neither altered nor added to."""

    says = "批次 {batch_id} 的案卷已经立卷归档，不得增减或更改。"
    batch_id: str


class FilesIncompleteError(ConflictError):
    """ARC-15: no page is missing from what is closed."""

    says = "案卷还缺 {count} 项，不能立卷归档：{titles}等。"
    shown = ("count",)
    count: int
    titles: list[str]


class NeverAbsentError(ConflictError):
    """ARC-02: what every batch has must be filed."""

    says = "{title}是每个批次必须归档的材料，不能声明没有。"
    title: str


class ReasonMissingError(InvalidError):
    """ARC-15: why something is not there must be on record."""

    says = "请写明理由。"


class NotYetLateError(NotYetError):
    """ARC-15: it may still be filed in time."""

    says = "尚未到归档期限。"
