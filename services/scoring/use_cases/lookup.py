"""Looking things up that several use cases need."""

from collections.abc import Collection

from libs.chassis.domain import Query
from libs.contracts.event import Form, Part
from services.scoring.domain.answer_key import AnswerKey, Criteria, TheoryKey, criteria, slot_of, theory_key
from services.scoring.domain.involvement import Involvement, involvement_id
from services.scoring.ports import Involvements, MarkingDesk


async def involvement_of(involvements: Involvements, list_id: str, staff_id: str) -> Involvement:
    """What this person had to do with the list so far."""
    involvement = await involvements.find_one(involvement_id(list_id, staff_id))
    return involvement or Involvement.of(list_id, staff_id)


async def theory_keys_by_form(desk: MarkingDesk, list_id: str, forms: Collection[Form]) -> dict[str, TheoryKey]:
    """The keys of these forms, opened; forms whose key has not come are missing."""
    keys = await _keys(desk, list_id, "theory", forms)
    return {key.form: theory_key(key, desk.seals.open(key)) for key in keys}


async def criteria_by_form(desk: MarkingDesk, list_id: str, forms: Collection[Form]) -> dict[str, Criteria]:
    """The scoring criteria of these forms, opened; forms whose criteria have not come are missing."""
    keys = await _keys(desk, list_id, "practical", forms)
    return {key.form: criteria(key, desk.seals.open(key)) for key in keys}


async def _keys(desk: MarkingDesk, list_id: str, part: Part, forms: Collection[Form]) -> list[AnswerKey]:
    pages = [await desk.keys.find(Query({"slot": slot_of(list_id, part, form)}, limit=1)) for form in sorted(forms)]
    return [key for page in pages for key in page.items]
