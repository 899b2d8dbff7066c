"""Refusals: what a rule forbids. They are expected, never retried, and told to the person who asked.

DomainError
├── InvalidError      the request is wrong in itself                        422
├── ForbiddenError    this person may not do it                             403
├── NotFoundError     there is no such thing, or not for this person        404
├── ConflictError     the thing is not in a state that allows it            409
│   └── SettledError  nothing is left to do: a deadline that meets it ends   409
├── NotYetError       what it depends on has not arrived; tried again later 409
├── StrangeMessageError  a message is not believed to be what it says   409
└── TooOftenError     it was asked too often (see `allowance`)              429
"""


class DomainError(Exception):
    """A refusal. The message is one Chinese sentence that a clerk understands; the slug is stable."""

    slug = "refused"

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return str(self)


class InvalidError(DomainError):
    """The request is wrong in itself."""

    slug = "invalid"


class ForbiddenError(DomainError):
    """The person may not do this."""

    slug = "forbidden"


class NotFoundError(DomainError):
    """There is no such thing, or it is not for this person to know."""

    slug = "not-found"


class ConflictError(DomainError):
    """The thing is not in a state that allows this."""

    slug = "conflict"


class SettledError(ConflictError):
    """It was done before, or is wanted no more. A deadline that meets this is over; every other refusal keeps it."""

    slug = "settled"


class NotYetError(DomainError):
    """What this depends on has not arrived or is not due yet; a message or deadline that meets it is tried again."""

    slug = "not-yet"


class StrangeMessageError(DomainError):
    """A message is not believed to be what its id says: parked under a name of its own, beside whatever has that id."""

    slug = "strange"
