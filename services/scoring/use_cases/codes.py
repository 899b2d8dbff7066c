"""Reading the codes, which is noted in the same commit as the answer is given."""

from libs.chassis.domain import Act, every
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
    registered = score_list.has_registered(session_id)
    involvement.read_codes(session_id, registered=registered, now=act.at)
    scripts = every(desk.scripts, {"session_id": session_id})
    record.must_be_open(is_marked=any([script.is_marked async for script in scripts]), is_registered=registered)
    desk.involvements.save(involvement)
    return record
