"""Whose hands never touch a file."""

from libs.chassis.domain import ForbiddenError


class PersonConcernedError(ForbiddenError):
    """ARC-06: the person concerned may never consult the archives, nor take part in lending or destroying them."""

    says = "当事人一律不准查阅、借用或经手与本人有关的档案。"
