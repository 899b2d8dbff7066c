"""Why a key of the two is not turned."""

from libs.chassis.domain import ConflictError


class SameOpenerError(ConflictError):
    """The second person of an opening is another than the first."""

    says = "启封须由两名值守人员分别确认，请另一名值守人员操作。"


class OpenedByOthersError(ConflictError):
    """A session's paper stays with the two people who opened it."""

    says = "本场试卷已由另外两名值守人员启封，由他们保管。"
