"""Arithmetic of the Chinese-style cook."""

from examples.items.cooking.dishes import DISHES
from examples.items.cooking.preparing import PREPARING
from examples.items.kitchen import KITCHEN

COOKING = (*KITCHEN, *PREPARING, *DISHES)
