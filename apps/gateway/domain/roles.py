"""The roles that can be granted, and those that take two people."""

from apps.web.words import ROLES

ADMINISTRATOR = "administrator"
GRANTABLE = frozenset(ROLES)

# Whoever holds one of these grants rights, sees papers, keys or the people behind codes before their time, changes or
# publishes scores, or stops an examination.
DANGEROUS = frozenset(
    {
        ADMINISTRATOR,
        "coder",
        "director",
        "item-bank",
        "item-reviewer",
        "leading-group",
        "marking-lead",
        "operator",
        "score-checker",
    }
)
