"""What a proposal carries: of each measure a body, made from the fields of the measure."""

from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

import pydantic
from pydantic import BaseModel, create_model

from libs.chassis.web.http import Strict
from libs.contracts.event import Day, Moment, Whole
from libs.contracts.incident import Identifier
from services.incident.domain.measures.measures import Measure
from services.incident.routes.parameters import Sessions, Text

Candidates = Annotated[list[Identifier], pydantic.Field(max_length=1000)]
Site = Annotated[str, pydantic.Field(max_length=100)]
# How narrow a field is when it comes from outside: by its name or else by its type.
BY_NAME: dict[str, Any] = {
    "session_ids": Sessions,
    "application_ids": Candidates | None,
    "site": Site,
    "text": Text,
    "since": Moment,
}
BY_TYPE: dict[Any, Any] = {str: Identifier, int: Whole, datetime: Moment, date | None: Day | None}


def _body_of(kind: type[Measure]) -> type[Strict]:
    hints = get_type_hints(kind)
    asked: dict[str, Any] = {}
    for one in fields(kind):
        if one.name in kind.of_one:
            asked[one.name.removesuffix("s")] = (Identifier, ...)
        else:
            hint = hints[one.name]
            asked[one.name] = (BY_NAME.get(one.name) or BY_TYPE.get(hint, hint), _default(one))
    return create_model(f"{kind.__name__}Body", __base__=Strict, __doc__=kind.__doc__, **asked)


def _default(one: Field[Any]) -> Any:
    """A measure fills in its own type; a proposal has to name it."""
    if one.name == "type" or "asked" in one.metadata:
        return ...
    if one.default_factory is not MISSING:
        return one.default_factory()
    return ... if one.default is MISSING else one.default


KINDS: dict[str, type[Measure]] = {
    value: kind for kind in get_args(Measure) for value in get_args(get_type_hints(kind)["type"])
}
if TYPE_CHECKING:
    MeasureBody = BaseModel
else:
    AnyBody = reduce(or_, map(_body_of, get_args(Measure)))
    MeasureBody = Annotated[AnyBody, pydantic.Field(discriminator="type")]


def measure_of(body: MeasureBody) -> Measure:
    """The same for the domain, which knows sessions and candidates in lists only."""
    carried = body.model_dump()
    kind = KINDS[carried["type"]]
    for name in kind.of_one:
        carried[name] = [carried.pop(name.removesuffix("s"))]
    return kind(**carried)
