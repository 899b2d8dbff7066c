"""What is wrong with a bank's items: every fault with its item and field, none of them quoting an item."""

import unicodedata
from collections.abc import Iterable, Iterator

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.resources import DefenceQuestion, PracticalTask, Resources, TheoryItem

OPTIONS = 4
LETTERS = "ABCD"
ANSWERS = {"choice": tuple(LETTERS), "judgement": ("T", "F")}
TASK_MARKS = 100


def problems_of(resources: Resources) -> list[Problem]:
    """All faults, in the order of the bank."""
    points = {point.code for point in resources.points}
    item_ids = {item.item_id for item in resources.theory}
    return [
        *_repeated("points", "code", [(point.code, point.code) for point in resources.points]),
        *_identity(resources),
        *_unknown_points(resources, points),
        *(problem for item in resources.theory for problem in _theory_problems(item, item_ids)),
        *(problem for task in resources.practical for problem in _task_problems(task)),
        *_blank((question.item_id, "question", question.question) for question in resources.defence),
    ]


def _everything(resources: Resources) -> list[TheoryItem | PracticalTask | DefenceQuestion]:
    return [*resources.theory, *resources.practical, *resources.defence]


def _identity(resources: Resources) -> Iterator[Problem]:
    everything = _everything(resources)
    yield from _blank((item.item_id, "item_id", item.item_id) for item in everything)
    yield from _repeated(None, "item_id", [(item.item_id, item.item_id) for item in everything])
    yield from _repeated(None, "stem", [(item.item_id, _plain(item.stem)) for item in resources.theory])
    yield from _repeated(None, "task", [(task.item_id, _plain(task.title + task.task)) for task in resources.practical])
    yield from _repeated(
        None, "question", [(question.item_id, _plain(question.question)) for question in resources.defence]
    )


def _unknown_points(resources: Resources, points: set[str]) -> Iterator[Problem]:
    for item in _everything(resources):
        if item.point not in points:
            yield Problem(item=item.item_id, field="point", reason="不在鉴定要素细目表中")


def _theory_problems(item: TheoryItem, item_ids: set[str]) -> Iterator[Problem]:
    yield from _blank([(item.item_id, "stem", item.stem)])
    if not 0 <= item.difficulty <= 1:
        yield Problem(item=item.item_id, field="difficulty", reason="须在 0 到 1 之间")
    if item.item_id in item.enemies or not item_ids.issuperset(item.enemies):
        yield Problem(item=item.item_id, field="enemies", reason="须是本题库其他理论试题的编号")
    if item.kind not in ANSWERS:
        yield Problem(item=item.item_id, field="kind", reason="须是 choice 或 judgement")
        return
    if item.answer not in ANSWERS[item.kind]:
        yield Problem(item=item.item_id, field="answer", reason=f"须是 {'、'.join(ANSWERS[item.kind])} 中的一个")
    wanted = OPTIONS if item.kind == "choice" else 0
    if len(item.options) != wanted:
        yield Problem(item=item.item_id, field="options", reason=f"须有 {wanted} 个选项")
    elif len({_plain(option) for option in item.options} - {""}) != wanted:
        yield Problem(item=item.item_id, field="options", reason="不能有空白或重复的选项")


def _task_problems(task: PracticalTask) -> Iterator[Problem]:
    yield from _blank([(task.item_id, "title", task.title), (task.item_id, "task", task.task)])
    if task.minutes <= 0:
        yield Problem(item=task.item_id, field="minutes", reason="须是正数")
    if any(line.marks <= 0 for line in task.criteria) or sum(line.marks for line in task.criteria) != TASK_MARKS:
        yield Problem(item=task.item_id, field="criteria", reason=f"各项配分须为正数且合计 {TASK_MARKS} 分")
    if len({line.no for line in task.criteria}) != len(task.criteria):
        yield Problem(item=task.item_id, field="criteria", reason="序号重复")
    yield from _blank([(task.item_id, "knockouts", knockout) for knockout in task.knockouts])


def _blank(texts: Iterable[tuple[str, str, str]]) -> Iterator[Problem]:
    for item, field, text in texts:
        if not text.strip():
            yield Problem(item=item, field=field, reason="不能为空")


def _repeated(owner: str | None, field: str, values: list[tuple[str, str]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for item, value in values:
        if value in first:
            yield Problem(item=owner or item, field=field, reason=f"与 {first[value]} 重复")
        first.setdefault(value, item)


def _plain(text: str) -> str:
    """Width and blanks do not make two stems different."""
    return "".join(unicodedata.normalize("NFKC", text).split())
