"""What the deployed store lets go of."""

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any

from pymongo import ASCENDING
from pymongo.asynchronous.database import AsyncDatabase

from libs.chassis.store.port import Indexed, comparable

OUTBOX, INBOX = "outbox", "inbox"


class MongoRetention:
    """What `MongoStore` forgets, by the rules of `Store`."""

    _db: AsyncDatabase[dict[str, Any]]

    async def forget_published(self, before: datetime, *, limit: int) -> int:
        rows = self._db[OUTBOX].find({}, batch_size=limit).sort([("position", ASCENDING)]).limit(limit)
        old = takewhile(
            lambda row: row["published"] and datetime.fromisoformat(row["occurred_at"]) < before, await rows.to_list()
        )
        return await self._delete(OUTBOX, [row["_id"] for row in old])

    async def forget_handled(self, before: datetime, *, limit: int) -> int:
        return await self._forget(INBOX, {"occurred_at": {"$lt": comparable(before)}}, limit)

    async def forget_documents(self, collection: str, *, below: Mapping[str, Indexed], limit: int) -> int:
        return await self._forget(collection, {f"x.{name}": {"$lt": value} for name, value in below.items()}, limit)

    async def _forget(self, collection: str, query: dict[str, Any], limit: int) -> int:
        found = self._db[collection].find(query, {"_id": 1}, batch_size=limit).limit(limit)
        return await self._delete(collection, [row["_id"] for row in await found.to_list()])

    async def _delete(self, collection: str, identifiers: list[str]) -> int:
        return (await self._db[collection].delete_many({"_id": {"$in": identifiers}})).deleted_count
