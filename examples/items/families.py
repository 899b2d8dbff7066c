"""All families of a trade: the common ones, its own facts, its own arithmetic."""

from functools import cache

from examples.items.common import COMMON
from examples.items.cooking import COOKING
from examples.items.drafts import Family
from examples.items.facts import facts_of
from examples.items.pastry import PASTRY
from examples.items.refrigeration import REFRIGERATION
from examples.items.turning import TURNING

COMPUTED = {"cooking": COOKING, "pastry": PASTRY, "turning": TURNING, "refrigeration": REFRIGERATION}


@cache
def families_of(slug: str) -> tuple[Family, ...]:
    """In the order in which points are numbered: common facts first."""
    kitchen = facts_of("kitchen") if slug in {"cooking", "pastry"} else ()
    return (*facts_of("common"), *COMMON, *kitchen, *facts_of(slug), *COMPUTED[slug])
