"""Looking things up that several use cases need."""

from services.scoring.domain.involvement import Involvement, involvement_id
from services.scoring.ports import Involvements


async def involvement_of(involvements: Involvements, list_id: str, staff_id: str) -> Involvement:
    """What this person had to do with the list so far."""
    involvement = await involvements.find_one(involvement_id(list_id, staff_id))
    return involvement or Involvement.of(list_id, staff_id)
