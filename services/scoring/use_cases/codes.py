"""Reading the codes, which is noted in the same commit as the answer is given."""

from datetime import datetime

from services.scoring.domain.coding import CodingRecord
from services.scoring.ports import Codes, Involvements, Lists, Sessions
from services.scoring.use_cases.lookup import involvement_of


async def read_codes(  # noqa: PLR0913 -- whose codes they are, and what the reader has had to do with them
    sessions: Sessions,
    codes: Codes,
    lists: Lists,
    involvements: Involvements,
    *,
    session_id: str,
    by: str,
    now: datetime,
) -> CodingRecord:
    """The coding record of a session, for somebody who does not mark under it."""
    session = await sessions.get(session_id)
    session.codes_must_be_closed_to(by)
    record = await codes.get(session_id)
    score_list = await lists.get(session.list_id)

    involvement = await involvement_of(involvements, session.list_id, by)
    involvement.read_codes(session_id, registered=score_list.holds(session_id), now=now)
    involvements.save(involvement)
    return record
