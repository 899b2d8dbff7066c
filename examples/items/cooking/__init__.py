"""Arithmetic of the Chinese-style cook."""

from examples.items.cooking.cutting import CUTTING
from examples.items.cooking.dishes import DISHES
from examples.items.cooking.preparing import PREPARING
from examples.items.cooking.seasoning import SEASONING
from examples.items.kitchen import KITCHEN

COOKING = (*KITCHEN, *PREPARING, *CUTTING, *SEASONING, *DISHES)
