"""The incidents of the days: every kind of the emergency plan, each from its discovery to its report.

A step happens so many minutes after discovery, mostly a multiple of five: what happens at one time costs one stop of
the clock. `staff` is whoever is on duty in the room, other words are roles of the duty list. Where a batch has no such
session, the incident is reported all the same, and no other service is asked for anything.
"""

from collections.abc import Mapping
from typing import Any

Step = dict[str, Any]
NONE = "无社会影响。"
GENERAL = {
    "faulty-papers",
    "item-errors",
    "power-or-equipment-failure",
    "virus-or-network-fault",
    "papers-missing-afterwards",
    "other-general",
}


def an_incident(  # noqa: PLR0913 -- an incident has that many sides
    kind: str,
    text: str,
    *,
    where: Mapping[str, Any],
    minutes: int,
    of: str = "start",
    by: str = "staff",
    entered_after: int = 0,
    figures: Mapping[str, Any] | None = None,
    steps: list[list[Step]],
    stages: str = "",
    follow_ups: Mapping[str, str] | None = None,
    closed_after: int,
    report: tuple[str, str, str, str],
    drill: bool = False,
) -> dict[str, Any]:
    """`minutes` count from the start or end of the session, or from the midnight that begins the day before."""
    return {
        "kind": kind,
        "tier": "general" if kind in GENERAL else "major",
        "where": dict(where),
        "discovered": {"of": of, "minutes": minutes},
        "entered_after": entered_after,
        "by": by,
        "figures": dict(figures or {}),
        "drill": drill,
        "text": text,
        "steps": [step for group in steps for step in group],
        "stages": stages or "处置按预案进行，现场情况稳定。",
        "follow_ups": dict(follow_ups or {}),
        "closed_after": closed_after,
        "report": dict(zip(("cause", "course", "result", "social_impact"), report, strict=True)),
    }


def theory(offer: int, rooms: int = 1) -> dict[str, Any]:
    """The first theory session of the n-th occupation and level, and others at the same time."""
    return {"part": "theory", "offer": offer, "rooms": rooms}


def practical(offer: int) -> dict[str, Any]:
    """The first practical session of the n-th occupation and level."""
    return {"part": "practical", "offer": offer, "rooms": 1}


def told(site_head: int | None = 0, leading_group: int = 2, form: str = "phone") -> list[Step]:
    """The two hops of the first report; without the first, a site head has discovered it."""
    hops: list[Step] = []
    if site_head is not None:
        hops.append({"after": site_head, "act": "tell", "to": "site-head", "by": "reporter", "form": "oral"})
    return [*hops, {"after": leading_group, "act": "tell", "to": "leading-group", "by": "site-head", "form": form}]


def acknowledged(after: int, *posts: str) -> list[Step]:
    """Everybody on these posts takes over."""
    return [{"after": after, "act": "acknowledge", "post": post} for post in posts]


def at_once(
    after: int, measure: str, text: str, *, by: str = "site-head", done_after: int, **content: Any
) -> list[Step]:
    """What cannot wait is approved by proposing it; people carry it out."""
    return [
        {"after": after, "act": "measure", "type": measure, "by": by, "text": text, **content},
        {"after": done_after, "act": "complete", "type": measure, "by": by, "note": "已落实。"},
    ]


def decided(
    after: int, measure: str, *, by: str = "leading-group", approved_by: str = "director", **content: Any
) -> list[Step]:
    """Somebody proposes, somebody else looks at whom it touches and approves."""
    return [{"after": after, "act": "measure", "type": measure, "by": by, "approved_by": approved_by, **content}]


def asked(after: int, measure: str, text: str, *, done_after: int, **who: str) -> list[Step]:
    """What people carry out, once it is approved."""
    done = {"after": done_after, "act": "complete", "type": measure, "by": "site-head", "note": "已落实。"}
    return [*decided(after, measure, text=text, **who), done]


def put_on_record(after: int, act: str, **content: Any) -> list[Step]:
    """Whatever else happens to the file."""
    return [{"after": after, "act": act, **content}]
