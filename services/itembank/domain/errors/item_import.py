"""Why items do not come in."""

from libs.chassis.domain import ConflictError


class NothingToImportError(ConflictError):
    """The bank has all of it already."""

    says = "文件中的试题与题库现有内容完全相同，没有可导入的试题。"
