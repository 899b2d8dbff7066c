"""Batches that lie around today: one that is over, one that is examined in a moment, one that takes applications."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from apps.demo.inputs import Inputs
from examples.days import FIRST_DAY
from examples.generate import a_workbook
from examples.roster import Roster, a_roster
from libs.contracts.beijing import BEIJING, beijing_day

DAY = timedelta(days=1)
# Certificates of the batch that is over are issued about four weeks after its first day.
OVER_SINCE = timedelta(weeks=9)
# Of so many rows those are taken that apply for what a small batch offers.
DRAWN_FROM = 300
TIME_TO_SIGN_IN = timedelta(minutes=20)
# More than a month after today's: batches are numbered and named by the month of their examination.
OPEN_ON, CLOSED_AFTER, EXAMINED_AFTER = timedelta(days=4), timedelta(days=10), timedelta(days=28)


def over(inputs: Inputs, *, now: datetime, candidates: int, seed: int) -> Inputs:
    """It was examined from a Saturday on, about nine weeks ago; all of its certificates are issued."""
    last = beijing_day(now) - OVER_SINCE
    saturday = last - timedelta(days=(last - FIRST_DAY).days % 7)
    first = FIRST_DAY.isoformat()
    moved = {
        name: [(date.fromisoformat(day) + (saturday - FIRST_DAY)).isoformat() for day in inputs.batch[name]]
        for name in ("theory_days", "practical_days")
    }
    assert inputs.batch["theory_days"][0] == first  # noqa: S101 -- the example files begin there
    batch = _named(inputs.batch, saturday) | _registered_before(saturday) | moved
    return replace(inputs, batch=batch, roster=a_workbook(a_roster(candidates, seed)))


def today(inputs: Inputs, *, now: datetime, candidates: int, seed: int) -> Inputs:
    """Theory begins in a moment, rounded to five minutes; the practical part follows two hours later."""
    begins = now.astimezone(BEIJING) + TIME_TO_SIGN_IN
    begins += timedelta(minutes=-begins.minute % 5) - timedelta(seconds=begins.second, microseconds=begins.microsecond)
    follows = begins + timedelta(hours=2)
    days = {"theory_days": [begins.date().isoformat()], "practical_days": [follows.date().isoformat()]}
    batch = _named(inputs.batch, begins.date()) | _registered_before(begins.date()) | days
    small, roster = _small(batch, candidates, seed)
    starts = {"theory_starts": [f"{begins:%H:%M}"], "practical_starts": [f"{follows:%H:%M}"]}
    return replace(inputs, batch=small, roster=a_workbook(roster), starts=starts)


def registering(inputs: Inputs, *, now: datetime, candidates: int, seed: int) -> Inputs:
    """Registration began four days ago and goes on; a few rows of the roster are wrong."""
    opens = beijing_day(now) - OPEN_ON
    examined = opens + CLOSED_AFTER + EXAMINED_AFTER
    days = {"theory_days": [examined.isoformat()], "practical_days": [(examined + DAY).isoformat()]}
    batch = _named(inputs.batch, examined) | _open(opens, opens + CLOSED_AFTER) | days
    return replace(inputs, batch=batch, roster=a_workbook(a_roster(candidates, seed)))


def _named(batch: dict[str, Any], day: date) -> dict[str, Any]:
    name = f"{day.year}年{day.month}月职业技能等级认定"
    announcement = batch["announcement"] | {"title": f"湘岚技师学院{name}公告"}
    return batch | {"batch_id": f"{day:%Y-%m}", "name": name, "announcement": announcement}


def _registered_before(day: date) -> dict[str, str]:
    """As the example does: from eighteen days before the examination to nine."""
    return _open(day - timedelta(days=18), day - timedelta(days=9))


def _open(opens: date, closes: date) -> dict[str, str]:
    first, last = (datetime.combine(opens, time(8), BEIJING), datetime.combine(closes, time(18), BEIJING))
    return {"registration_opens_at": first.isoformat(), "registration_closes_at": last.isoformat()}


def _small(batch: dict[str, Any], candidates: int, seed: int) -> tuple[dict[str, Any], Roster]:
    """One occupation and level, and those who apply for it with nothing against them."""
    offer = next(one for one in batch["offers"] if one["level"] == 4)  # noqa: PLR2004 -- 四级
    applying = [
        entry
        for entry in a_roster(DRAWN_FROM, seed).right
        if (entry.trade.code, entry.level) == (offer["occupation_code"], offer["level"])
    ]
    return batch | {"offers": [offer]}, Roster(entries=tuple(applying[:candidates]), wrong={})
