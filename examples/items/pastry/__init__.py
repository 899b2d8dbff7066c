"""Arithmetic of the Chinese-style pastry cook."""

from examples.items.kitchen import KITCHEN
from examples.items.pastry.baking import BAKING
from examples.items.pastry.doughs import DOUGHS

PASTRY = (*KITCHEN, *DOUGHS, *BAKING)
