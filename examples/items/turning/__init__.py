"""Arithmetic of the lathe operator."""

from examples.items.turning.basics import BASICS
from examples.items.turning.bores import BORES
from examples.items.turning.leads import LEADS
from examples.items.turning.process import PROCESS
from examples.items.turning.shafts import SHAFTS
from examples.items.turning.threads import THREADS

TURNING = (*BASICS, *SHAFTS, *BORES, *THREADS, *LEADS, *PROCESS)
