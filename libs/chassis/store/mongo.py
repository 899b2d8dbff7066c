"""The deployed store: MongoDB, one database per service, a multi-document transaction for each commit."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from pymongo import ASCENDING, AsyncMongoClient, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from libs.chassis.domain import Deadline, Harm, Query
from libs.chassis.store.mongo_retention import INBOX, OUTBOX, MongoRetention
from libs.chassis.store.port import (
    AlreadyHandledError,
    Collection,
    Document,
    DocumentWrite,
    DuplicateValueError,
    Found,
    Handled,
    Indexed,
    OutboxEvent,
    VersionClashError,
    WriteBatch,
    comparable,
    cursor,
    read_cursor,
)

# A majority that does not answer by then is taken for lost; whether it was written, the version or the inbox tells.
MAJORITY_WITHIN_MS = 5_000
MAJORITY = WriteConcern("majority", wtimeout=MAJORITY_WITHIN_MS)
DEADLINES, COUNTERS, CLAIMS = "deadlines", "counters", "claims"


class MongoStore(MongoRetention):
    """The deployed `Store`: one database for each service, named after that of the connection string (or `skillseal`).

    Documents are stored natively under `body`; what they are found by lies beside it under `x`.

    A unique value is a document of its own in `claims`, whose id is the value and which its owner writes in the same
    transaction: the one kind of uniqueness that every server, sharded or not, keeps alike. Commits that publish take
    turns inside one process, because all of them draw from the one counter that orders the event log; between replicas
    the transaction settles it.
    """

    def __init__(self, uri: str, service: str) -> None:
        self._uri = uri
        self._service = service
        self._turn = asyncio.Lock()
        self._unique: dict[str, set[str]] = {}

    async def open(self, collections: Sequence[Collection[Any]]) -> None:
        self._client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(self._uri, tz_aware=True)
        prefix = self._client.get_default_database("skillseal").name
        self._db = self._client.get_database(f"{prefix}_{self._service}", write_concern=MAJORITY)
        for collection in collections:
            self._unique[collection.name] = {index.name for index in collection.indexes if index.unique}
            documents = self._db[collection.name]
            for index in collection.indexes:
                keys = [(f"x.{field}", ASCENDING) for field in (*index.fields, "id")]
                await documents.create_index(keys, name=f"x_{'_'.join(index.fields)}")
            await self._fill(collection)
        await self._db[OUTBOX].create_index([("position", ASCENDING)], name="position", unique=True)
        await self._db[OUTBOX].create_index([("published", ASCENDING), ("position", ASCENDING)], name="published")
        await self._db[INBOX].create_index([("occurred_at", ASCENDING)], name="occurred_at")
        await self._db[DEADLINES].create_index([("harm", ASCENDING), ("due_at", ASCENDING)], name="due")
        if await self._db[COUNTERS].find_one({"_id": OUTBOX}) is None:
            try:
                await self._db[COUNTERS].insert_one({"_id": OUTBOX, "position": 0})
            except DuplicateKeyError:
                return  # another replica made it first

    async def _fill(self, collection: Collection[Any]) -> None:
        """What was stored before an index was declared is found by it, too. One of unique values takes no claims so."""
        documents = self._db[collection.name]
        later = [f"x.{index.name}" for index in collection.indexes if not index.unique]
        if not later:
            return
        async for found in documents.find({"$or": [{name: {"$exists": False}} for name in later]}):
            values = collection.index_values(collection.load(orjson.dumps(found["body"])))
            as_read = {"_id": found["_id"], "version": found["version"]}
            await documents.update_one(as_read, {"$set": {name: values[name.removeprefix("x.")] for name in later}})

    async def close(self) -> None:
        await self._client.close()

    # ---- reading

    async def get(self, collection: str, identifier: str) -> Document | None:
        found = await self._db[collection].find_one({"_id": identifier})
        return _document(found) if found else None

    async def find(self, collection: str, query: Query) -> Found:
        field = _field(query.order_by)
        conditions: list[dict[str, Any]] = [{_field(name): value} for name, value in query.where.items()]
        conditions += [{_field(name): {"$gte": value}} for name, value in query.at_least.items()]
        conditions += [{_field(name): {"$lt": value}} for name, value in query.below.items()]
        if query.after is not None:
            last, identifier = read_cursor(query.after)
            further = {"$ne": None} if last is None else {"$gt": last}
            conditions += [] if last is None else [{field: {"$gte": last}}]  # where its index begins
            conditions.append({"$or": [{field: further}, {field: last, "x.id": {"$gt": identifier}}]})
        by_id = query.order_by == "id"
        order = [(field, ASCENDING)] if by_id else [(field, ASCENDING), ("x.id", ASCENDING)]
        matching = self._db[collection].find({"$and": conditions} if conditions else {}, batch_size=query.limit + 1)
        found = await matching.sort(order).limit(query.limit + 1).to_list()
        more = len(found) > query.limit
        found = found[: query.limit]
        following = None
        if more:
            last = found[-1]["_id"] if by_id else found[-1]["x"].get(query.order_by)
            following = cursor(last, found[-1]["_id"])
        return Found([_document(one) for one in found], following)

    async def count(self, collection: str, where: Mapping[str, Indexed]) -> int:
        return await self._db[collection].count_documents({_field(name): value for name, value in where.items()})

    async def was_handled(self, handled: Handled) -> bool:
        return await self._db[INBOX].find_one({"_id": f"{handled.consumer}|{handled.event_id}"}) is not None

    async def unpublished(self, *, limit: int) -> list[OutboxEvent]:
        return await self._events({"published": False}, limit)

    async def feed(self, *, after: int, limit: int) -> list[OutboxEvent]:
        return await self._events({"position": {"$gt": after}}, limit)

    async def last_position(self) -> int:
        counter = await self._db[COUNTERS].find_one({"_id": OUTBOX})
        position: int = (counter or {"position": 0})["position"]
        return position

    async def _events(self, query: dict[str, Any], limit: int) -> list[OutboxEvent]:
        found = self._db[OUTBOX].find(query, batch_size=limit).sort([("position", ASCENDING)]).limit(limit)
        rows = await found.to_list()
        return [
            OutboxEvent(
                id=row["_id"],
                aggregate=row["aggregate"],
                seq=row["seq"],
                routing_key=row["routing_key"],
                body=row["body"].encode(),
                occurred_at=datetime.fromisoformat(row["occurred_at"]),
                trace=row["trace"],
                position=row["position"],
                actor=row.get("actor", ""),
            )
            for row in rows
        ]

    async def due(self, harm: Harm, until: datetime, *, limit: int) -> list[Deadline]:
        query = {"harm": harm.value, "due_at": {"$lte": comparable(until)}}
        rows = await self._db[DEADLINES].find(query).sort([("due_at", ASCENDING)]).limit(limit).to_list()
        return [
            Deadline(
                key=row["_id"],
                due_at=datetime.fromisoformat(row["due_at"]),
                kind=row["kind"],
                payload=json.loads(row["payload"]),
                harm=Harm(row["harm"]),
            )
            for row in rows
        ]

    async def armed(self, keys: Sequence[str]) -> set[str]:
        rows = await self._db[DEADLINES].find({"_id": {"$in": list(keys)}}, {"_id": 1}).to_list()
        return {row["_id"] for row in rows}

    async def next_due(self) -> datetime | None:
        rows = await self._db[DEADLINES].find({}).sort([("due_at", ASCENDING)]).limit(1).to_list()
        return datetime.fromisoformat(rows[0]["due_at"]) if rows else None

    # ---- writing

    async def commit(self, batch: WriteBatch) -> list[OutboxEvent]:
        if not batch.events:
            return await self._transaction(batch)
        async with self._turn:
            return await self._transaction(batch)

    async def _transaction(self, batch: WriteBatch) -> list[OutboxEvent]:
        async def write(session: AsyncClientSession) -> list[OutboxEvent]:
            return await self._write(batch, session)

        async with self._client.start_session() as session:
            return await session.with_transaction(write, write_concern=MAJORITY)

    async def _write(self, batch: WriteBatch, session: AsyncClientSession) -> list[OutboxEvent]:
        if batch.handled:
            entry = {
                "_id": f"{batch.handled.consumer}|{batch.handled.event_id}",
                "occurred_at": comparable(batch.handled.occurred_at),
            }
            try:
                await self._db[INBOX].insert_one(entry, session=session)
            except DuplicateKeyError as twice:
                raise AlreadyHandledError(batch.handled.event_id) from twice
        if batch.fired:
            fired = {"_id": batch.fired.key, "due_at": comparable(batch.fired.due_at)}
            if (await self._db[DEADLINES].delete_one(fired, session=session)).deleted_count != 1:
                raise AlreadyHandledError(batch.fired.key)
        for document in batch.documents:
            await self._write_document(document, session)
        for key, deadline in batch.deadlines.items():
            await self._write_deadline(key, deadline, session)
        return await self._write_events(batch.events, session) if batch.events else []

    async def _write_document(self, write: DocumentWrite, session: AsyncClientSession) -> None:
        documents = self._db[write.collection]
        stored = {
            "_id": write.id,
            "version": write.expected_version + 1,
            "seq": write.seq,
            "body": orjson.loads(write.body),
            "x": {"id": write.id, **write.index},
        }
        if write.expected_version == 0:
            try:
                await documents.insert_one(stored, session=session)
            except DuplicateKeyError as duplicate:
                raise VersionClashError(write.id) from duplicate
            await self._claim(write, {}, session)
            return
        before: dict[str, Any] = {"x": {}}
        if self._unique[write.collection]:
            before = await documents.find_one({"_id": write.id}, session=session) or before
        as_read = {"_id": write.id, "version": write.expected_version}
        if (await documents.replace_one(as_read, stored, session=session)).matched_count != 1:
            raise VersionClashError(write.id)
        await self._claim(write, before["x"], session)

    async def _claim(self, write: DocumentWrite, before: Mapping[str, Indexed], session: AsyncClientSession) -> None:
        """Give back the unique values that a document no longer has and take those that it has now."""
        claims = self._db[CLAIMS]
        for name in self._unique[write.collection]:
            old, new = before.get(name), write.index[name]
            if old == new:
                continue
            prefix = f"{write.collection}.{name}"
            if old is not None:
                await claims.delete_one({"_id": f"{prefix}|{old}"}, session=session)
            if new is not None:
                try:
                    await claims.insert_one({"_id": f"{prefix}|{new}", "owner": write.id}, session=session)
                except DuplicateKeyError as duplicate:
                    raise DuplicateValueError(write.collection, name) from duplicate

    async def _write_deadline(self, key: str, deadline: Deadline | None, session: AsyncClientSession) -> None:
        await self._db[DEADLINES].delete_one({"_id": key}, session=session)
        if deadline is not None:
            row = {
                "_id": key,
                "due_at": comparable(deadline.due_at),
                "kind": deadline.kind,
                "payload": json.dumps(deadline.payload),
                "harm": deadline.harm.value,
            }
            await self._db[DEADLINES].insert_one(row, session=session)

    async def _write_events(self, events: Sequence[OutboxEvent], session: AsyncClientSession) -> list[OutboxEvent]:
        counters = self._db[COUNTERS]
        await counters.update_one({"_id": OUTBOX}, {"$inc": {"position": len(events)}}, session=session)
        counter = await counters.find_one({"_id": OUTBOX}, session=session)
        first = (counter or {})["position"] - len(events) + 1
        for position, event in enumerate(events, start=first):
            event.position = position
        rows = [
            {
                "_id": event.id,
                "aggregate": event.aggregate,
                "seq": event.seq,
                "routing_key": event.routing_key,
                "body": event.body.decode(),
                "occurred_at": event.occurred_at.astimezone(UTC).isoformat(),
                "trace": event.trace,
                "position": event.position,
                "actor": event.actor,
                "published": False,
            }
            for event in events
        ]
        await self._db[OUTBOX].insert_many(rows, session=session)
        return list(events)

    async def mark_published(self, positions: Sequence[int]) -> None:
        marks = [UpdateOne({"position": position}, {"$set": {"published": True}}) for position in positions]
        await self._db[OUTBOX].bulk_write(marks, ordered=False)


def _field(name: str) -> str:
    return "_id" if name == "id" else f"x.{name}"


def _document(found: Mapping[str, Any]) -> Document:
    return Document(found["_id"], found["version"], found["seq"], orjson.dumps(found["body"]))
