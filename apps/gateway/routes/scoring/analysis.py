"""What a published list tells: pictures of its scores, items and markers, and scripts that are too alike."""

from typing import Any

from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.exam_day import FORMS

pages = Pages()

A_LIST = "/batches/{batch_id}/lists/{code}/{level}"
# A picture of 420 by 140, with room for its labels around 400 by 100.
WIDTH, HEIGHT, LEFT, TOP = 400, 100, 16, 8
WIDTH_OF_BIN = 5
# What the letters of a pattern mean.
ALIKE = {"R": "相同，均对", "W": "相同，均错", "S": "相同", "D": "不同", "B": "有空题"}


@pages.shows("analysis")
async def show_analysis(visit: InVisit, batch_id: str, code: str, level: str) -> Response:
    here = {"batch_id": batch_id, "code": code, "level": level}
    told = await visit.ask("scoring").get(f"{A_LIST}/analysis", batch_id=batch_id, code=code, level=level)
    practical = told["practical"]
    return visit.draw(
        "analysis.html",
        here=here,
        told=told,
        forms=FORMS,
        papers=[(one, _bars(one["distribution"]), _points(one["items"])) for one in told["papers"]],
        pieces=_bars(practical["distribution"]) if practical else [],
        markers=_lines(practical["markers"]) if practical else [],
    )


@pages.shows("similarity")
async def show_leads(visit: InVisit, batch_id: str, code: str, level: str) -> Response:
    here = {"batch_id": batch_id, "code": code, "level": level}
    told = await visit.ask("scoring").get(f"{A_LIST}/similarity", batch_id=batch_id, code=code, level=level)
    return visit.draw("similarity.html", here=here, told=told, forms=FORMS, alike=ALIKE)


@pages.shows("room_similarity")
async def show_room_leads(visit: InVisit, session_id: str) -> Response:
    told = await visit.ask("scoring").get("/sessions/{session_id}/similarity", session_id=session_id)
    return visit.draw("room_similarity.html", told=told, forms=FORMS, alike=ALIKE)


def _bars(distribution: Any) -> list[dict[str, Any]]:
    """A bar for each five points, as high as it has people beside the highest."""
    bins, wide = distribution["bins"], WIDTH / len(distribution["bins"])
    most = max([*bins, 1])
    return [
        {
            "x": round(LEFT + place * wide, 1),
            "y": round(TOP + HEIGHT * (1 - count / most), 1),
            "width": round(wide - 1, 1),
            "height": round(HEIGHT * count / most, 1),
            "from": place * WIDTH_OF_BIN,
            "count": count,
        }
        for place, count in enumerate(bins)
    ]


def _points(items: list[Any]) -> list[dict[str, Any]]:
    """An item by how many have it right, from left to right, and how well it tells strong from weak, upwards."""
    return [
        {
            "x": round(LEFT + WIDTH * one["difficulty"], 1),
            "y": round(TOP + HEIGHT * (1 - max(0.0, one["discrimination"])), 1),
            "item": one["item"],
            "odd": bool(one["remarks"]),
        }
        for one in items
    ]


def _lines(markers: list[Any]) -> list[dict[str, Any]]:
    """A marker's bar to the right of the middle for points above the others, to the left for points below."""
    most, middle = max([*(abs(one["above_others"]) for one in markers), 1.0]), LEFT + WIDTH / 2
    lines = []
    for place, one in enumerate(markers):
        long = WIDTH / 2 * abs(one["above_others"]) / most
        begins = middle if one["above_others"] >= 0 else middle - long
        lines.append(one | {"x": round(begins, 1), "y": TOP + 22 * place, "width": round(long, 1)})
    return lines
