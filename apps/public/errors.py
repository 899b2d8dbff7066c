"""Why a visitor is not answered."""

from libs.chassis.domain import DomainError, TooOftenError


class ServiceAwayError(DomainError):
    """A service does not answer, or cannot."""

    says = "{service}系统暂时没有回应，请过几分钟再试。"
    service: str


class NotShownError(DomainError):
    """There is nothing of this name that the public may see, or not any more."""

    says = "没有这个页面，或者已经不再公示。"


class BusyError(TooOftenError):
    """Everybody together asks more than the page passes on; it is nobody's fault who reads this."""

    says = "现在访问的人太多，请稍后再试。"
