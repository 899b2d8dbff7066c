"""What formats without a place for it say in labels.

`point:A-001`, `difficulty:0.65`, `enemy:T-0002`, `id:T-0001`; `part:practical` with `minutes:120`, and `part:defence`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.items.translation import MIDDLE_SHARE, named_by_stem
from services.itembank.domain.resources import DefenceQuestion, ItemContent, PracticalTask, TheoryItem

LETTERS = "ABCDEFGHIJ"
TRUTHS = {
    **dict.fromkeys(("T", "TRUE", "对", "正确", "√", "✓", "是", "Y"), "T"),
    **dict.fromkeys(("F", "FALSE", "错", "错误", "×", "✗", "X", "否", "N"), "F"),
}


def truth(words: str) -> str | None:
    """`T` or `F` of what people write for it."""
    return TRUTHS.get(words.strip().upper())


@dataclass(kw_only=True)
class Draft:
    """An item as a format says it, before labels and omissions are settled."""

    stem: str
    options: Sequence[str] = ()
    answer: str
    labels: Iterable[str] = ()
    item_id: str = ""
    point: str = ""
    keep_option_order: bool = False
    losses: list[Problem] = field(default_factory=list)

    def item(self) -> TheoryItem:
        """What is said in labels counts; what nobody said is made up and is a loss."""
        enemies, difficulty = [], None
        for name, _, value in (label.partition(":") for label in self.labels):
            match name.strip():
                case "id":
                    self.item_id = value
                case "point":
                    self.point = value
                case "enemy":
                    enemies.append(value)
                case "difficulty":
                    difficulty = number_of(value)
                case "part":
                    pass
                case _:
                    self._lose("labels", f"标签 {name} 没有对应的字段，未导入")
        self._settle()
        if difficulty is None:
            self._lose("difficulty", f"没有难度，按 {MIDDLE_SHARE:.2f} 计")
        return TheoryItem(
            item_id=self.item_id,
            kind="choice" if self.options else "judgement",
            point=self.point,
            difficulty=MIDDLE_SHARE if difficulty is None else difficulty,
            stem=self.stem,
            options=list(self.options),
            answer=self.answer,
            enemies=enemies,
            keep_option_order=self.keep_option_order,
        )

    def question(self) -> DefenceQuestion:
        """An open question of a review; it has neither answer nor difficulty."""
        self.item_id = label(self.labels, "id") or self.item_id
        self.point = label(self.labels, "point") or self.point
        self._settle()
        return DefenceQuestion(item_id=self.item_id, point=self.point, question=self.stem)

    def _settle(self) -> None:
        self.item_id = self.item_id if self.item_id.strip() else named_by_stem(self.stem)
        if not self.point:
            self._lose("point", "没有鉴定点，须补充")

    def _lose(self, what: str, why: str) -> None:
        self.losses.append(Problem(item=self.item_id or named_by_stem(self.stem), field=what, reason=why))


def labels_of(item: ItemContent) -> Iterator[str]:
    """The labels that say what a format has no place for."""
    yield f"id:{item.item_id}"
    yield f"point:{item.point}"
    match item:
        case TheoryItem():
            yield f"difficulty:{item.difficulty!r}"
            yield from (f"enemy:{enemy}" for enemy in item.enemies)
        case PracticalTask():
            yield "part:practical"
            yield f"minutes:{item.minutes}"
        case DefenceQuestion():
            yield "part:defence"


def label(labels: Iterable[str], name: str) -> str:
    """What the first label of this name says; nothing if there is none."""
    return next((value for key, _, value in (one.partition(":") for one in labels) if key.strip() == name), "")


def number_of(words: str) -> float | None:
    """A number as people write it, if it is one."""
    try:
        return float(words)
    except ValueError:
        return None
