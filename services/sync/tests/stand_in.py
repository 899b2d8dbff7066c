"""A stand-in for the provincial platform, to test against: `python -m services.sync.tests.stand_in --port 8190`.

It keeps what it takes in memory and misbehaves as it is told, one kind of misbehaviour for each coming request, in
order: POST /misbehaviour with a list of their names.
"""

import argparse
import asyncio
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

LOOPBACK = "127.0.0.1"
PAGE = 100
NUMBER_COLUMN = "证书编号"


class Misbehaviour(StrEnum):
    """What was seen of other platforms."""

    HANG_AFTER_TAKING = "hang-after-taking"
    FAIL_AFTER_TAKING = "fail-after-taking"
    FAIL_BEFORE_TAKING = "fail-before-taking"
    BUSY = "busy"
    ANSWER_TWICE = "answer-twice"
    CONTRADICT = "contradict"
    ANSWER_HALF = "answer-half"
    TAKE_HALF = "take-half"
    SHUFFLE = "shuffle"
    REFUSE_WHOLE = "refuse-whole"
    NO_JSON = "no-json"
    DEEP_JSON = "deep-json"
    ODD_OUTCOME = "odd-outcome"
    BUSY_FOR_DAYS = "busy-for-days"
    BUSY_FOR_EVER = "busy-for-ever"


UNTOUCHED: dict[Misbehaviour, Callable[[], Response]] = {
    Misbehaviour.BUSY: lambda: JSONResponse({"detail": "busy"}, 429, {"Retry-After": "1"}),
    Misbehaviour.BUSY_FOR_DAYS: lambda: JSONResponse({}, 429, {"Retry-After": "999999"}),
    Misbehaviour.BUSY_FOR_EVER: lambda: JSONResponse({}, 503, {"Retry-After": "9" * 30}),
    Misbehaviour.FAIL_BEFORE_TAKING: lambda: Response(status_code=502),
    Misbehaviour.REFUSE_WHOLE: lambda: JSONResponse({"detail": "批次中有错误数据"}, 400),
}


def _said(verdicts: list[dict[str, Any]], how: Misbehaviour | None) -> list[dict[str, Any]]:
    """The verdicts as a platform that behaves like this gives them."""
    if how is Misbehaviour.ANSWER_TWICE:
        return verdicts + verdicts
    if how is Misbehaviour.CONTRADICT:
        return verdicts + [{**one, "outcome": "rejected", "reason": "重复"} for one in verdicts]
    if how is Misbehaviour.ODD_OUTCOME:
        return [{**one, "outcome": []} for one in verdicts]
    if how is Misbehaviour.ANSWER_HALF:
        return verdicts[: len(verdicts) // 2]
    return verdicts[::-1] if how is Misbehaviour.SHUFFLE else verdicts


class StandIn:
    """Takes each key once; refuses rows of a name, by a column, inside a 200."""

    def __init__(self, url: str = "") -> None:
        self.url = url
        self.records: dict[str, dict[str, Any]] = {}
        self.taken: list[str] = []
        self.coming: deque[Misbehaviour | None] = deque()
        self.requests = 0
        self.hanging = asyncio.Event()
        self.app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        self.app.post("/batches/{batch_id}/records", response_model=None)(self.take)
        self.app.get("/batches/{batch_id}/records", response_model=None)(self.show_batch)
        self.app.get("/records/{key}", response_model=None)(self.show)
        self.app.post("/misbehaviour", response_model=None)(self.misbehave)
        self.app.delete("/batches/{batch_id}/records/{number}", response_model=None)(self.forget)

    async def take(self, batch_id: str, request: Request) -> Response:
        """Take records and say of each whether it was taken."""
        self.requests += 1
        asked = (await request.json())["records"]
        how = self.coming.popleft() if self.coming else None
        if how and how in UNTOUCHED and not (how is Misbehaviour.REFUSE_WHOLE and len(asked) == 1):
            return UNTOUCHED[how]()
        kept = asked[: len(asked) // 2] if how is Misbehaviour.TAKE_HALF else asked
        verdicts = [self._judged(batch_id, one) for one in kept]
        if how is Misbehaviour.HANG_AFTER_TAKING:
            await self.hanging.wait()
        if how in {Misbehaviour.FAIL_AFTER_TAKING, Misbehaviour.HANG_AFTER_TAKING}:
            return Response(status_code=502)
        if how is Misbehaviour.DEEP_JSON:
            return Response("[" * 100_000, media_type="application/json")
        if how is Misbehaviour.NO_JSON:
            return Response("<html>维护中</html>", media_type="text/html")
        return JSONResponse({"verdicts": _said(verdicts, how)})

    def _judged(self, batch_id: str, asked: dict[str, Any]) -> dict[str, str]:
        fields = asked["fields"]
        if fields["姓名"].startswith("拒"):
            return {"key": asked["key"], "outcome": "rejected", "reason": "姓名与公安信息不符", "field": "姓名"}
        self.taken.append(asked["key"])
        self.records[asked["key"]] = {"batch_id": batch_id, **asked}
        return {"key": asked["key"], "outcome": "accepted"}

    async def show(self, key: str) -> Response:
        """Whether a record is here."""
        how = self.coming[0] if self.coming else None
        if how is Misbehaviour.FAIL_BEFORE_TAKING:
            self.coming.popleft()
            return Response(status_code=500)
        return JSONResponse({"there": key in self.records})

    async def show_batch(self, batch_id: str, kind: str, cursor: str = "") -> Response:
        """What is here of one kind and batch, a hundred at a time; only certificates are listed."""
        of_kind = [one for one in self.records.values() if one["batch_id"] == batch_id and one["kind"] == kind]
        held = sorted(one["fields"][NUMBER_COLUMN] for one in of_kind if one["change"] == "new")
        numbers = [number for number in held if number > cursor][:PAGE]
        rows = {one["fields"][NUMBER_COLUMN]: one["fields"] for one in of_kind}
        following = numbers[-1] if numbers and numbers[-1] != held[-1] else None
        return JSONResponse({"records": [rows[number] for number in numbers], "next": following})

    async def forget(self, batch_id: str, number: str) -> Response:
        """Lose a certificate, as a platform that lost a day did."""
        for key, one in list(self.records.items()):
            if one["batch_id"] == batch_id and one["fields"].get(NUMBER_COLUMN) == number:
                del self.records[key]
        return Response(status_code=204)

    async def misbehave(self, request: Request) -> Response:
        """How the coming requests are answered."""
        self.coming.extend(Misbehaviour(name) for name in await request.json())
        return Response(status_code=204)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8190)
    uvicorn.run(StandIn().app, host=LOOPBACK, port=parser.parse_args().port, log_level="warning")
