"""What is refused about forms."""

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError, NotFoundError


class FormNotFoundError(NotFoundError):
    """No form of this name is declared."""

    says = "没有这种表单。"


class RecordNotFoundError(NotFoundError):
    """There is no such record, or it is not for this person to read."""

    says = "没有这份表单，或者您无权查阅。"


class SubjectNotFoundError(NotFoundError):
    """There is nothing that the form could be about."""

    says = "没有找到这份表单所要登记的对象。"


class NotForThisError(InvalidError):
    """The form is for subjects of another kind."""

    says = "“{title}”不用于这一对象。"
    title: str


class NotFillerError(ForbiddenError):
    """Only those fill in a form for whom it is, and of their own session or room alone."""

    says = "您不是“{title}”的填写人员。"
    title: str


class NotSignerError(ForbiddenError):
    """Only those sign at a place for whom it is."""

    says = "“{label}”不由您签署。"
    label: str


class FilledInBadlyError(InvalidError):
    """A field is beyond its bounds, or fields contradict each other."""

    says = "“{title}”有内容没有填对，请看标出的地方。"
    shown = ("errors",)
    title: str
    errors: list[dict[str, str]]


class FilledInAlreadyError(ConflictError):
    """A subject has one record of this form; what is in it is corrected, not written anew."""

    says = "这份“{title}”已经填写，需要更改的请在原表上更正。"
    title: str


class NothingCorrectedError(InvalidError):
    """A correction changes something."""

    says = "更正后的内容与原来相同。"


class SignedOnceError(ConflictError):
    """Two signatures are those of two people."""

    says = "您已在这份表单上签名，其余签名须由他人完成。"


class PlaceFullError(ConflictError):
    """Everybody who was to sign here has signed."""

    says = "“{label}”处已签署完毕。"
    label: str


class EntryOutdatedError(ConflictError):
    """Whoever signs has read what is signed."""

    says = "表单内容已经更正，请核对更正后的内容再签名。"


class OpinionMissingError(InvalidError):
    """At this place the signer says something."""

    says = "签署时须填写“{opinion}”。"
    shown = ("errors",)
    opinion: str
    errors: list[dict[str, str]]


class NotThereError(ConflictError):
    """No more goes out than is there, and nothing is taken back that went out since."""

    says = "{title}“{item}”结存 {there} {unit}，这样登记将不足。"
    title: str
    item: str
    there: int
    unit: str


class NotLentError(ConflictError):
    """No more comes back than was lent."""

    says = "{title}“{item}”未归还的是 {lent} {unit}，这样登记将不相符。"
    title: str
    item: str
    lent: int
    unit: str


class LedgerNotFoundError(NotFoundError):
    """There is no such ledger, or it is not for this person to read."""

    says = "没有这本台账，或者您无权查阅。"


class NotPrintedError(ConflictError):
    """The printer failed; what it said would quote the form."""

    says = "表单暂时无法打印，请稍后再试。"
