"""The end of a day is signed, so that whoever keeps it can hold the archive to it."""

from datetime import datetime

from services.archive.domain.evidence.chain import THE_CHAIN
from services.archive.domain.evidence.tree import root_of, tiles_of
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.ports import Signer, TreeDesk


async def sign_days(desk: TreeDesk, signer: Signer, *, now: datetime) -> None:
    """Sign what there was at the end of each day that is over: after an outage there are several."""
    chain = await desk.chains.get(THE_CHAIN)
    ended = chain.end_days(now)
    desk.chains.save(chain)
    for end in ended:
        if await desk.tree_heads.find_one(end.day):
            continue  # a clock that was set back: what is signed is not signed otherwise
        whole = (0, end.size)
        root = root_of(whole, await desk.tiles(tiles_of([whole])))
        head = TreeHead(id=end.day, size=end.size, root=root, chain_head=end.chain_head, signed_at=now)
        head.sign(signer.sign(head.text), signer.public_key)
        desk.tree_heads.save(head)
