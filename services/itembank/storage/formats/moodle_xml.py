"""Moodle XML: multiple choice with one right answer, true/false, and open questions of a review."""

from xml.etree.ElementTree import Element

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.translation import Translated
from services.itembank.storage.formats.labels import LETTERS, Draft, label, number_of, truth
from services.itembank.storage.formats.safe_xml import parsed, words_of

WHOLE = 100


def read_moodle_xml(content: bytes) -> Translated:
    """The last part of a category is the point, tags are labels, the name or the id number is the id."""
    root = parsed(content)
    if root.tag != "quiz":
        raise NotThatFormatError("根元素不是 quiz")
    read = Translated()
    point = ""
    for number, question in enumerate(root.iter("question"), start=1):
        if question.get("type") == "category":
            point = question.findtext("category/text", "").strip().rpartition("/")[2]
            continue
        _read(read, question, f"第{number}题", point)
    return read


def _read(read: Translated, question: Element, where: str, point: str) -> None:
    name = question.findtext("idnumber", "").strip() or question.findtext("name/text", "").strip()
    where = name or where
    stem, lost = words_of(question.findtext("questiontext/text", ""))
    draft = Draft(stem=stem, answer="", item_id=name, point=point)
    draft.labels = [tag.strip() for tag in (one.text or "" for one in question.findall("tags/tag/text"))]
    draft.keep_option_order = question.findtext("shuffleanswers", "true").strip() in {"0", "false"}
    answers = [
        (words_of(one.findtext("text", "")), number_of(one.get("fraction", ""))) for one in question.findall("answer")
    ]
    right = [place for place, (_, fraction) in enumerate(answers) if fraction == WHOLE]
    match question.get("type"):
        case "truefalse" if len(right) == 1 and (answer := truth(answers[right[0]][0][0])):
            draft.answer, draft.keep_option_order = answer, False
        case "multichoice" if len(right) == 1 and len(answers) <= len(LETTERS):
            draft.options = [words for (words, _), _ in answers]
            draft.answer = LETTERS[right[0]]
        case "essay" if label(draft.labels, "part") == "defence":
            pass
        case other:
            read.losses.append(Problem(item=where, field="kind", reason=f"题型 {other} 不是单项选择题或判断题，未导入"))
            return
    for tag in sorted(lost.union(*(one for (_, one), _ in answers))):
        read.losses.append(Problem(item=where, field="stem", reason=f"{tag} 未导入，请核对"))
    for part, words in {"generalfeedback": "反馈", "hint": "提示"}.items():
        if question.findtext(f"{part}/text", "").strip():
            read.losses.append(Problem(item=where, field=part, reason=f"{words}没有对应的字段，未导入"))
    read.items.append(draft.question() if question.get("type") == "essay" else draft.item())
    read.losses.extend(draft.losses)
