"""Arithmetic of the refrigeration operator."""

from examples.items.refrigeration.cycle import CYCLE
from examples.items.refrigeration.heat import HEAT
from examples.items.refrigeration.plant import PLANT
from examples.items.refrigeration.running import RUNNING
from examples.items.refrigeration.upkeep import UPKEEP

REFRIGERATION = (*HEAT, *CYCLE, *PLANT, *RUNNING, *UPKEEP)
