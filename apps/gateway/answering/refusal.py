"""A refusal as a page shows it: a sentence above the form, and one beside each field it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.gateway.domain.errors import ServiceAwayError
from libs.chassis.domain import DomainError
from libs.chassis.web.problems import status_of

NOT_FILLED = "请填写。"
NOT_READABLE = "内容不符合要求。"
WHY = {
    "missing": NOT_FILLED,
    "string_too_short": "太短。",
    "string_too_long": "太长。",
    "string_pattern_mismatch": "格式不对。",
    "date_from_datetime_parsing": "请填写日期，如 2026-11-29。",
    "date_parsing": "请填写日期，如 2026-11-29。",
    "local_time": "请填写北京时间，如 2026-11-29 09:00。",
    "int_parsing": "请填写整数。",
}


@dataclass(frozen=True)
class Refusal:
    """`fields` maps a field's name to why it was not taken."""

    status: int
    sentence: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: DomainError) -> "Refusal":
        """What a domain or a service refused."""
        named = getattr(error, "field", "")
        fields = getattr(error, "fields", {}) or ({named: error.sentence} if named else {})
        status = 503 if isinstance(error, ServiceAwayError) else getattr(error, "status", None) or status_of(error)
        return cls(status, error.sentence, {name: WHY.get(why, why) for name, why in fields.items()})

    @classmethod
    def malformed(cls, errors: Sequence[Any]) -> "Refusal":
        """What was not of the declared shape; never what it held."""
        fields = {str(one["loc"][-1]): _why(one) for one in errors}
        return cls(422, "有内容没有填对，请看标出的地方。", fields)


def _why(error: Mapping[str, Any]) -> str:
    empty = error.get("input") in ("", None)
    return NOT_FILLED if empty else WHY.get(str(error["type"]), NOT_READABLE)
