"""The end of a day is signed, so that whoever keeps it can hold the archive to it."""

from datetime import datetime, timedelta

from libs.contracts.beijing import beijing_day
from services.archive.domain.evidence.chain import THE_CHAIN
from services.archive.domain.evidence.tree import root_of, tiles_of
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.ports import Signer, TreeDesk


async def sign_day(desk: TreeDesk, signer: Signer, *, now: datetime) -> None:
    """Sign what there is at the end of a day."""
    chain = await desk.chains.get(THE_CHAIN)
    chain.day_ends()
    desk.chains.save(chain)
    day = (beijing_day(now) - timedelta(days=1)).isoformat()
    if await desk.tree_heads.find_one(day):
        return  # a clock that was set back: what is signed is not signed otherwise
    whole = (0, chain.leaves)
    head = TreeHead(
        id=day,
        size=chain.leaves,
        root=root_of(whole, await desk.tiles(tiles_of([whole]))),
        chain_head=chain.head,
        signed_at=now,
    )
    head.sign(signer.sign(head.text), signer.public_key)
    desk.tree_heads.save(head)
