"""The record of how an example bank was made: element table, seven steps, note and internal review."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any

from examples.people import People
from examples.staff import an_adult

AREA_NAMES = {"A": "基础知识", "B": "准备与材料", "C": "操作与工艺", "D": "检查与质量", "E": "维护与管理"}
STEPS = (
    ("past-items", "2026-03-06", 2, "分析近三年试题，剔除与现行标准不符的内容。"),
    ("element-table", "2026-03-20", 3, "按国家职业标准编写认定要素细目表，每个一级范围附样题。"),
    ("table-approval", "2026-03-27", 3, "细目表和样题已录入、校对、审定。"),
    ("items", "2026-04-30", 4, "试题、标准答案和评分标准编写完毕，操作题经实际操作验证。"),
    ("control", "2026-05-15", 3, "按试答结果修改试题，难度控制在 0.3 至 0.9。"),
    ("assembly-test", "2026-05-22", 2, "按细目表组成 A、B、备用三套，各范围比重相符，平均难度 0.65。"),
    ("draft", "2026-06-05", 3, "征求意见稿和配套说明编制完毕，内部审核通过。"),
)


def making_of(trade: str, points: list[dict[str, Any]], random: Random) -> dict[str, Any]:
    """The whole record; the weights of the ranges are those of their points."""
    people = People(random)
    experts = [an_adult(people, random).name for _ in range(4)]
    return {
        "steps": [
            {"name": name, "ended_on": day, "people": experts[:count], "result": result}
            for name, day, count, result in STEPS
        ],
        "table": {"ranges": list(_ranges(points)), "points": [_point(point) for point in points]},
        "note": {
            "principles": f"依据{trade}国家职业标准和命题技术规程，以操作能力为主。",
            "content": "试题所用参数、公式和工艺要求均注明出处。",
            "comparison": "首次编制，无旧试题。",
            "trials": "在两个班级试答，记录难度和用时。",
            "measures": "按细目表一级范围比重组卷，A、B、备用卷不重题。",
            "summary": "七步程序按期完成。",
        },
        "review": {"reviewers": experts[1:], "in_order": ["completeness", "format", "table", "content"]},
    }


def _ranges(points: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for level, length in ((1, 1), (2, 3), (3, 4)):
        weights: dict[str, int] = defaultdict(int)
        for point in points:
            weights[point["code"][:length]] += point["weight"]
        for code, weight in weights.items():
            name = AREA_NAMES[code[0]] + ("" if level == 1 else f"（{code[2:]}）")
            yield {"code": code, "name": name, "level": level, "weight": weight}


def _point(point: dict[str, Any]) -> dict[str, str]:
    importance = "X" if point["weight"] > 1 else "Y"
    return {"code": point["code"], "name": point["name"], "importance": importance}
