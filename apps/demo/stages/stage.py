"""What every stage works with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.demo.inputs import Inputs
from apps.demo.office import Office
from apps.demo.simulation import Simulation


@dataclass
class Run:
    """One run of the demo. `opened` are papers by id, `on_desks` the ids of those that a session writes."""

    inputs: Inputs
    office: Office
    simulation: Simulation
    seed: int
    notes: dict[str, Any] = field(default_factory=dict)
    opened: dict[str, dict[str, Any]] = field(default_factory=dict)
    on_desks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def batch_id(self) -> str:
        """The batch that is run."""
        return self.inputs.batch_id

    @property
    def now(self) -> datetime:
        """The simulated time."""
        if self.simulation.now is None:
            message = "the clock was never stepped"
            raise RuntimeError(message)
        return self.simulation.now

    async def at(self, moment: str | datetime) -> None:
        """Let the time come."""
        await self.simulation.step_to(datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
