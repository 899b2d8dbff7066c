"""Arithmetic of the Chinese-style pastry cook."""

from examples.items.kitchen import KITCHEN
from examples.items.pastry.baking import BAKING
from examples.items.pastry.doughs import DOUGHS
from examples.items.pastry.fillings import FILLINGS
from examples.items.pastry.shaping import SHAPING

PASTRY = (*KITCHEN, *FILLINGS, *DOUGHS, *SHAPING, *BAKING)
