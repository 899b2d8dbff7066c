"""Why items do not come in."""

from libs.chassis.domain import ConflictError


class NothingToImportError(ConflictError):
    """The bank has all of it already."""

    says = "文件中的试题与题库现有内容完全相同，没有可导入的试题。"


class ItemChangedMeanwhileError(ConflictError):
    """ITB-33: a version never changes; whoever writes the next one has seen the last."""

    says = "试题 {item_id} 已有新版本，请重新查看后修改。"
    item_id: str
