"""Destruction of what has expired: proposed, reviewed, approved, carried out by two."""

from collections.abc import Sequence

from libs.chassis.domain import Act, Decision, every
from services.archive.domain.destruction import Destruction, Expiring, Opinion, Proposal, Side, Witness
from services.archive.domain.errors.item import ItemsElsewhereError
from services.archive.domain.item import FiledItem
from services.archive.ports import DestructionDesk


async def propose(
    desk: DestructionDesk, *, batch_id: str, side: Side, item_ids: Sequence[str], act: Act
) -> Destruction:
    """Put papers of a batch, or everything electronic of it, before a group."""
    file = await desk.batch_files.get(batch_id)
    if side == "paper":
        items = [await desk.items.get(one) for one in item_ids]
        if any(item.batch_id != batch_id for item in items) or len({*item_ids}) < len(item_ids):
            raise ItemsElsewhereError
        expiring = [Expiring(what=item.id, until=item.paper_until(file.closed_on)) for item in items]
    else:
        items = [item async for item in every(desk.items, {"batch_id": batch_id}) if item.has_scan]
        expiring = [Expiring(what=item.id, until=item.scan_until(file.closed_on)) for item in items]
        rows = [row async for row in every(desk.contents, {"batch_id": batch_id}) if not row.is_item]
        expiring += [Expiring(what=row.title, until=row.kept_until(file.closed_on)) for row in rows]
        expiring.append(Expiring(what="电子记录", until=file.records_until))
    proposal = Proposal(batch_id=batch_id, side=side, items=items, expiring=expiring)
    identifier = file.count_case("D")
    destruction = Destruction.propose(identifier, proposal, act=act)
    desk.batch_files.save(file)
    _keep(desk, destruction, items)
    return destruction


async def appoint(desk: DestructionDesk, *, destruction_id: str, members: Sequence[str], act: Act) -> None:
    """The head names the group."""
    destruction = await desk.destructions.get(destruction_id)
    destruction.appoint(members, await _items(desk, destruction), act=act)
    desk.destructions.save(destruction)


async def give_opinion(desk: DestructionDesk, *, destruction_id: str, opinion: Opinion, by: str) -> None:
    """A member of the group weighs."""
    destruction = await desk.destructions.get(destruction_id)
    destruction.give_opinion(opinion, by=by)
    desk.destructions.save(destruction)


async def decide(desk: DestructionDesk, *, destruction_id: str, approved: bool, decision: Decision) -> None:
    """The head approves, or keeps."""
    destruction = await desk.destructions.get(destruction_id)
    items = await _items(desk, destruction)
    destruction.decide(items, approved=approved, decision=decision)
    _keep(desk, destruction, items)


async def sign(desk: DestructionDesk, *, destruction_id: str, office: Witness, act: Act) -> None:
    """One of the two was there; with the second signature it is done, and of a batch's data the key is gone."""
    destruction = await desk.destructions.get(destruction_id)
    items = await _items(desk, destruction)
    is_done = destruction.sign(office, items, act=act)
    if is_done and destruction.side == "electronic":
        key = await desk.batch_keys.get(destruction.batch_id)
        key.destroy(now=act.at)
        desk.batch_keys.save(key)
    _keep(desk, destruction, items)


async def _items(desk: DestructionDesk, destruction: Destruction) -> list[FiledItem]:
    return [await desk.items.get(one) for one in destruction.item_ids]


def _keep(desk: DestructionDesk, destruction: Destruction, items: Sequence[FiledItem]) -> None:
    desk.destructions.save(destruction)
    for item in items:
        desk.items.save(item)
