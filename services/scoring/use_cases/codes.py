"""Reading the codes, which is noted in the same commit as the answer is given."""

from libs.chassis.domain import Act
from services.scoring.domain.coding import CodingRecord
from services.scoring.ports import CodingDesk
from services.scoring.use_cases.lookup import involvement_of


async def read_codes(desk: CodingDesk, *, session_id: str, act: Act) -> CodingRecord:
    """The coding record of a session, for somebody who does not mark under it."""
    session = await desk.sessions.get(session_id)
    session.codes_must_be_closed_to(act.by)
    record = await desk.codes.get(session_id)
    score_list = await desk.lists.get(session.list_id)

    involvement = await involvement_of(desk.involvements, session.list_id, act.by)
    involvement.read_codes(session_id, registered=score_list.has_registered(session_id), now=act.at)
    desk.involvements.save(involvement)
    return record
