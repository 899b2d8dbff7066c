"""The list of people who may not apply: entered by one, reviewed by another, lifted by the head."""

from libs.chassis.domain import Act, Decision, every
from libs.contracts.beijing import beijing_day
from libs.contracts.sealing import Purpose
from services.registration.domain.application import ApplicationState
from services.registration.domain.bars.bar import Bar, BarGround, BarredPerson
from services.registration.domain.bars.errors import BarExistsError, BarredError
from services.registration.domain.spelling import name_written, number_written
from services.registration.ports import RegistrationDesk


async def propose_bar(desk: RegistrationDesk, *, id: str, whom: BarredPerson, ground: BarGround, act: Act) -> None:
    if await desk.bars.find_one(id):
        raise BarExistsError(id)
    number = number_written(whom.id_number)
    bar = Bar(
        id=id,
        person=desk.cipher.fingerprint(number),
        name=desk.cipher.seal(name_written(whom.name), purpose=Purpose.CANDIDATE_NAME, owner=id),
        id_number=desk.cipher.seal(number, purpose=Purpose.RESIDENT_NUMBER, owner=id),
        ground=ground,
        proposed_by=act.by,
        proposed_at=act.at,
    )
    desk.bars.save(bar)


async def review_bar(desk: RegistrationDesk, *, id: str, confirmed: bool, act: Act) -> None:
    """Confirmed, it also refuses what of the person waits for a review."""
    bar = await desk.bars.get(id)
    bar.review(act, confirmed=confirmed)
    desk.bars.save(bar)
    if not bar.stands_on(beijing_day(act.at)):
        return
    async for application in every(desk.applications, {"person": bar.person}):
        if application.state in {ApplicationState.ELIGIBLE, ApplicationState.INCOMPLETE}:
            application.refuse_as_barred(BarredError(clause=bar.ground.clause, until=bar.ground.until), act)
            desk.applications.save(application)


async def lift_bar(desk: RegistrationDesk, *, id: str, decision: Decision) -> None:
    bar = await desk.bars.get(id)
    bar.lift(decision)
    desk.bars.save(bar)
