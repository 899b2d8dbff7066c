"""GIFT, the plain text of Moodle: multiple choice with one right answer, true/false, open questions of a review."""

import re

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.translation import Translated
from services.itembank.storage.formats.labels import LETTERS, Draft, label, truth

QUESTION = re.compile(
    r"(?:::(?P<name>(?:\\.|[^\\])*?)::)?(?P<stem>(?:\\.|[^\\{}])*)\{(?P<answer>(?:\\.|[^\\{}])*)\}(?P<rest>.*)",
    re.DOTALL,
)
ANSWER = re.compile(r"([=~])((?:\\.|[^\\=~])*)")
FEEDBACK = re.compile(r"(?<!\\)#")
WEIGHT = re.compile(r"^%-?[\d.]+%")
MARKUP = re.compile(r"^\s*\[(?:html|plain|moodle|markdown)\]")
TAG = re.compile(r"\[(id|tag):([^\]]+)\]")
CATEGORY = "$CATEGORY:"
# Ten times a long case. Looking for the parts of a question takes two hundred times its length in memory.
LONGEST = 20_000


def read_gift(content: bytes) -> Translated:
    """Questions are apart by empty lines; the last part of a category is the point, tags are labels."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise NotThatFormatError("不是 UTF-8 文本") from None
    read = Translated()
    point = ""
    for number, block in enumerate(re.split(r"\n\s*\n", text), start=1):
        lines = [line for line in block.splitlines() if line.strip()]
        labels = [
            value if kind == "tag" else f"id:{value}"
            for line in lines
            if line.startswith("//")
            for kind, value in TAG.findall(line)
        ]
        body = []
        for line in lines:
            if line.startswith(CATEGORY):
                point = line.removeprefix(CATEGORY).strip().rpartition("/")[2]
            elif not line.startswith("//"):
                body.append(line)
        if body:
            _read(read, "\n".join(body), f"第{number}段", point, labels)
    if not read.items and not read.losses:
        raise NotThatFormatError("没有找到试题")
    return read


def _read(read: Translated, text: str, where: str, point: str, labels: list[str]) -> None:
    found = QUESTION.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        read.losses.append(Problem(item=where, field="kind", reason="不是 GIFT 试题，未导入"))
        return
    name, rest = _plain(found["name"] or "") or where, _plain(found["rest"])
    draft = Draft(
        stem=_plain(found["stem"]), answer="", labels=labels, item_id=_plain(found["name"] or ""), point=point
    )
    if rest:
        draft.stem += f"____{rest}"
        read.losses.append(Problem(item=name, field="stem", reason="填空位置改为下划线"))
    if label(labels, "part") == "defence" and not found["answer"].strip():
        read.items.append(draft.question())
        read.losses.extend(draft.losses)
        return
    bare, *feedback = FEEDBACK.split(found["answer"])
    answers = ANSWER.findall(found["answer"])
    if truthful := truth(bare):
        draft.answer = truthful
        answers = []
    elif (
        not answers
        or [sign for sign, _ in answers].count("=") != 1
        or len(answers) == 1
        or any("->" in one for _, one in answers)
    ):
        read.losses.append(Problem(item=name, field="kind", reason="不是单项选择题或判断题，未导入"))
        return
    options = []
    for letter, (sign, words) in zip(LETTERS, answers, strict=False):
        option, *remarks = FEEDBACK.split(words)
        feedback = [*feedback, *remarks]
        options.append(_plain(WEIGHT.sub("", option)))
        if sign == "=":
            draft.answer = letter
    if any(one.strip() for one in feedback):
        read.losses.append(Problem(item=name, field="feedback", reason="反馈没有对应的字段，未导入"))
    draft.options = options
    read.items.append(draft.item())
    read.losses.extend(draft.losses)


def _plain(words: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), MARKUP.sub("", words).strip())
