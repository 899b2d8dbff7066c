"""Text as it is pasted from a word processor: numbered stems, lettered options, an answer in brackets or below."""

import re

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.translation import Translated
from services.itembank.storage.formats.labels import LETTERS, Draft, truth

STEM = re.compile(r"\s*(?P<number>\d{1,4})\s*[.．、)）]\s*(?P<stem>.+)")
OPTION = re.compile(r"(?<![A-Za-z])([A-J])\s*[.．、:：)）]\s*")
MARKS = "A-Ja-jTF对错正确误√×✓✗是否"
IN_BRACKETS = re.compile(rf"[(（]\s*([{MARKS}]{{1,2}})\s*[)）]")
BELOW = {
    "答案": "answer",
    "正确答案": "answer",
    "参考答案": "answer",
    "鉴定点": "point",
    "难度": "difficulty",
    "编号": "id",
    "互斥": "enemy",
}
FIELD = re.compile(rf"({'|'.join(sorted(BELOW, key=len, reverse=True))})\s*[:：]\s*(\S+)")


def read_word_text(content: bytes) -> Translated:
    """Lines without a number belong to the item before them; headings before the first are passed over."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotThatFormatError("不是 UTF-8 文本") from None
    blocks: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if found := STEM.fullmatch(line):
            blocks.append((found["number"], [found["stem"].strip()]))
        elif blocks and line.strip():
            blocks[-1][1].append(line.strip())
    if not blocks:
        raise NotThatFormatError("没有找到带题号的试题")
    read = Translated()
    for number, lines in blocks:
        _read(read, lines, f"第{number}题")
    return read


def _read(read: Translated, lines: list[str], where: str) -> None:
    said = {BELOW[name]: value for line in lines for name, value in FIELD.findall(line)}
    body = "\n".join(filter(None, (FIELD.sub("", line).strip() for line in lines)))
    answer = said.get("answer", "")
    if not answer and (marked := IN_BRACKETS.search(body)):
        answer = marked[1]
        body = f"{body[: marked.start()]}（  ）{body[marked.end() :]}"
    first = OPTION.search(body)
    stem, listed = (body[: first.start()], body[first.start() :]) if first else (body, "")
    options = [part.strip() for part in OPTION.split(listed)[2::2]]
    answer = answer.upper() if options else truth(answer) or ""
    if not answer or (options and answer not in list(LETTERS[: len(options)])):
        read.losses.append(Problem(item=where, field="answer", reason="没有找到唯一的答案，未导入"))
        return
    labels = [f"{name}:{said[name]}" for name in ("difficulty", "id") if name in said]
    labels += [f"enemy:{one}" for one in re.split("[、,，]", said["enemy"])] if "enemy" in said else []
    draft = Draft(stem=stem.strip(), options=options, answer=answer, labels=labels, point=said.get("point", ""))
    read.items.append(draft.item())
    read.losses.extend(draft.losses)
