"""Requests that nobody means: every place of a route's schema filled with what it does not expect.

What is right comes from the schema, or from `known`: the ids of things that exist, by the name of the place.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import chain, count, product
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.nasty import BODIES, HEADERS, RAW, RAWS, STRINGS, VALUES

FRESH = "fresh-"  # stands for an id that was never used
USUAL = {"date": "2026-09-19", "date-time": "2026-09-19T01:00:00Z", "time": "08:30:00"}
_FRESH = count()


@dataclass
class Call:
    """One request, before it is sent."""

    method: str
    path: str
    parts: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    optional: list[str] = field(default_factory=list)
    body: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def sent(self) -> dict[str, Any]:
        """As the harness takes it."""
        parts = {name: quote(text(value), safe="") for name, value in self.parts.items()}
        query = "&".join(f"{name}={quote(text(value), safe='')}" for name, value in self.query.items())
        content = self.content
        headers = {name.encode(): value.encode("latin-1", "replace") for name, value in self.headers.items()}
        if content is None and self.body is not None:
            content = written(self.body)
            headers = {b"Content-Type": b"application/json"} | headers
        return {
            "method": self.method,
            "path": f"{self.path.format(**parts)}?{query}",
            "content": content,
            "headers": headers,
        }


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def written(body: Any) -> bytes:
    """JSON, with what stands for itself written as it is."""
    made = json.dumps(body).replace(FRESH, f"{FRESH}{next(_FRESH)}")
    for raw in RAWS:
        made = made.replace(json.dumps(RAW + raw), raw)
    return made.encode()


class Schema:
    """The operations of a service, and values for their places.

    `known` gives values by the name of a place, and by `METHOD /path` what differs in one operation; there, `body` is
    a whole body.
    """

    def __init__(self, document: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        self._document = document
        self._all = known
        self._known = known

    def calls(self) -> Iterator[Call]:
        """Every operation, once for each kind of body that it takes, with a request that should be understood."""
        for path, operations in self._document["paths"].items():
            for method, operation in operations.items():
                self._known = {**self._all, **self._all.get(f"{method.upper()} {path}", {})}
                yield from self._calls(method, path, operation)

    def _calls(self, method: str, path: str, operation: Mapping[str, Any]) -> Iterator[Call]:
        call = Call(method.upper(), path)
        for one in operation.get("parameters", []):
            places = {"path": call.parts, "query": call.query}.get(one["in"])
            if places is not None and (one["required"] or one["name"] in self._known):
                places[one["name"]] = self.good(one["schema"], one["name"])
            elif places is not None:
                call.optional.append(one["name"])
        if "requestBody" not in operation:
            yield call
            return
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        for variant in schema.get("oneOf", [schema]):
            body = self.good(variant, "body")
            yield replace(call, body=body)

    def good(self, schema: Mapping[str, Any], name: str) -> Any:
        """Something that fits: known, or the smallest."""
        if name in self._known:
            return deepcopy(self._known[name])
        if "$ref" in schema:
            return self.good(self._resolved(schema), name)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.good(schema[choice][0], name)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        return self._smallest(schema, name)

    def _smallest(self, schema: Mapping[str, Any], name: str) -> Any:
        match schema.get("type"):
            case "object":
                return {key: self.good(inner, key) for key, inner in schema.get("properties", {}).items()}
            case "array":
                return [self.good(schema["items"], name)] * max(1, schema.get("minItems", 1))
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case "null":
                return None
        return USUAL.get(schema.get("format", ""), "甲" * schema.get("minLength", 1))

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Any = self._document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        resolved: Mapping[str, Any] = found
        return resolved


def sweep(call: Call, *, one_in: int = 1) -> Iterator[Call]:
    """Each place in turn filled with each value (or with one in so many), and at last the request as it should be."""
    for number, made in enumerate(chain(_in_address(call), _in_body(call))):
        if number % one_in == 0:
            yield made
    for name, value in HEADERS:
        yield changed(call, "headers", name, value)
    if call.method != "GET":
        for content, kind in product(BODIES, ("application/json", "application/octet-stream")):
            yield replace(changed(call, "headers", "Content-Type", kind), content=content)
    yield call


def _in_address(call: Call) -> Iterator[Call]:
    for place, names in (("parts", call.parts), ("query", [*call.query, *call.optional])):
        for name, value in product(names, STRINGS):
            yield changed(call, place, name, value)


def _in_body(call: Call) -> Iterator[Call]:
    for path, value in product(list(places(call.body)), [*VALUES, *(RAW + raw for raw in RAWS)]):
        yield replace(call, body=put(deepcopy(call.body), path, value))


def changed(call: Call, place: str, name: str, value: Any) -> Call:
    made = deepcopy(call)
    getattr(made, place)[name] = value
    return made


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to every value in a body; of equal items in a list, the first is enough."""
    if body is None:
        return
    if path:
        yield path
    if isinstance(body, dict):
        for key in body:
            yield from places(body[key], (*path, key)) if body[key] is not None else [(*path, key)]
    elif isinstance(body, list) and body:
        yield from places(body[0], (*path, 0))


def put(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The body with another value at a path."""
    here = body
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return body


def anything_at_all() -> st.SearchStrategy[Any]:
    """JSON of any shape."""
    return st.recursive(
        st.sampled_from(VALUES) | st.text() | st.integers() | st.floats(allow_nan=False) | st.datetimes().map(str),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
        max_leaves=4,
    )


@st.composite
def any_request(draw: st.DrawFn, calls: list[Call]) -> Call:
    """A request with several places changed at once, to values that nobody listed."""
    call = deepcopy(draw(st.sampled_from(calls)))
    for place in (call.parts, call.query):
        for name in place:
            if draw(st.integers(0, 3)) == 0:
                place[name] = draw(
                    st.sampled_from(STRINGS) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
                )
    paths = list(places(call.body))
    anything = anything_at_all()
    for path in draw(st.lists(st.sampled_from(paths), max_size=3)) if paths else []:
        try:
            put(call.body, path, draw(anything))
        except (TypeError, IndexError, KeyError):  # a place above it was changed before
            continue
    return call
