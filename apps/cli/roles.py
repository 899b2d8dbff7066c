"""The roles that some service asks for; `tests/test_access.py` holds them to the routes."""

ROLES = frozenset(
    {
        "auditor",
        "coder",
        "director",
        "exam-affairs",
        "examiner",
        "finance",
        "general-office",
        "invigilator",
        "item-bank",
        "item-reviewer",
        "leading-group",
        "marking-lead",
        "operator",
        "quality",
        "reception",
        "score-checker",
        "site-head",
        "supervisor",
    }
)


class RoleUnknownError(ValueError):
    """No service asks for such a role; `known` are those that may be named here."""

    def __init__(self, roles: set[str], known: frozenset[str] = ROLES) -> None:
        super().__init__(f"no such role: {', '.join(sorted(roles))}; there are {', '.join(sorted(known))}")
