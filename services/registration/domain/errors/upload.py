"""Refusals of a roster file for what was imported before."""

from libs.chassis.domain import ConflictError


class RosterAlreadyUploadedError(ConflictError):
    """The same bytes were imported into this batch before."""

    says = "同一份文件已经导入过本批次，没有重复导入。"
