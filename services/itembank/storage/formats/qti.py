"""QTI packages, 2.x and 3.0; what an item has no place for stands in the manifest's LOM.

A theory item is one choice interaction, a practical task a body with rubrics for the scorer, a question of a review one
extended text.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from xml.etree.ElementTree import Element, SubElement, tostring

from libs.chassis.zip_files import DAMAGE, unpacked
from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.translation import Translated, WritesItems, Written
from services.itembank.domain.resources import Criterion, DefenceQuestion, ItemContent, PracticalTask, TheoryItem
from services.itembank.storage.formats.labels import LETTERS, Draft, label, labels_of
from services.itembank.storage.formats.safe_xml import LOST, bare, parsed
from services.itembank.storage.formats.sayable import as_said, without_unsayable

MANIFEST = "imsmanifest.xml"
LARGEST = 64 * 1024 * 1024
MOST_FILES = 20_000
LOM = "http://ltsc.ieee.org/xsd/LOM"
JUDGEMENT = {"T": "正确", "F": "错误"}
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
Adds = Callable[..., Element]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a version of QTI calls things. Names are those of 2.x; 3.0 has `qti-` before them, in kebab case."""

    namespace: str
    content_namespace: str
    resource: str
    schema_version: str
    template: str
    kebab: bool = False

    def tag(self, name: str) -> str:
        return "qti-" + _kebab(name) if self.kebab else name

    def attributes(self, **named: str) -> dict[str, str]:
        return {_kebab(name) if self.kebab else name: value for name, value in named.items()}


QTI_2 = Dialect(
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    content_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    resource="imsqti_item_xmlv2p1",
    schema_version="2.1",
    template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct",
)
QTI_3 = Dialect(
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    content_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    resource="imsqti_item_xmlv3p0",
    schema_version="3.0.0",
    template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
    kebab=True,
)


# ---- out


def write_package(items: Sequence[ItemContent], *, dialect: Dialect) -> Written:
    """A content package; the same items give the same bytes."""
    sayable, losses = as_said(items, without_unsayable, why="含有 XML 不能表示的字符，已去掉")
    content = io.BytesIO()
    manifest = Element("manifest", {"xmlns": dialect.content_namespace, "identifier": "MANIFEST"})
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTI Package" if dialect.kebab else "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = dialect.schema_version
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for number, said in enumerate(sayable, start=1):
            identifier, path = f"I{number:05d}", f"items/I{number:05d}.xml"
            _put(package, path, _assessment_item(said, identifier, dialect))
            resource = SubElement(
                resources, "resource", {"identifier": identifier, "type": dialect.resource, "href": path}
            )
            lom = SubElement(SubElement(resource, "metadata"), "lom", {"xmlns": LOM})
            general = SubElement(lom, "general")
            for label in labels_of(said):
                SubElement(SubElement(general, "keyword"), "string", {"language": "x-none"}).text = label
            SubElement(resource, "file", {"href": path})
        _put(package, MANIFEST, manifest)
    return Written(content=content.getvalue(), losses=losses)


def _put(package: zipfile.ZipFile, path: str, root: Element) -> None:
    package.writestr(zipfile.ZipInfo(path, FIXED_DATE), tostring(root, encoding="utf-8", xml_declaration=True))


def _assessment_item(item: ItemContent, identifier: str, dialect: Dialect) -> Element:
    def add(parent: Element, name: str, text: str = "", **named: str) -> Element:
        child = SubElement(parent, dialect.tag(name), dialect.attributes(**named))
        child.text = text
        return child

    named = dialect.attributes(identifier=identifier, title=item.item_id, adaptive="false", timeDependent="false")
    root = Element(dialect.tag("assessmentItem"), {"xmlns": dialect.namespace, **named})
    match item:
        case TheoryItem():
            _choice(add, root, item, dialect)
        case PracticalTask():
            _task(add, root, item)
        case DefenceQuestion():
            _open_question(add, root, item)
    return root


def _choice(add: Adds, root: Element, item: TheoryItem, dialect: Dialect) -> None:
    typed = {"cardinality": "single", "baseType": "identifier"}
    response = add(root, "responseDeclaration", identifier="RESPONSE", **typed)
    add(add(response, "correctResponse"), "value", item.answer)
    add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    shuffle = "false" if item.keep_option_order else "true"
    body = add(root, "itemBody")
    asked = add(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle=shuffle, maxChoices="1")
    add(asked, "prompt", item.stem)
    offered = dict(zip(LETTERS, item.options, strict=False)) or JUDGEMENT
    for letter, option in offered.items():
        add(asked, "simpleChoice", option, identifier=letter)
    add(root, "responseProcessing", template=dialect.template)


def _task(add: Adds, root: Element, item: PracticalTask) -> None:
    """What is done before examiners has no interaction; its score sheet and knock-outs are rubrics for the scorer."""
    add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    body = add(root, "itemBody")
    for name in ("title", "task"):
        SubElement(body, "div", {"class": name}).text = getattr(item, name)
    sheet = SubElement(SubElement(add(body, "rubricBlock", view="scorer"), "table", {"class": "criteria"}), "tbody")
    for line in item.criteria:
        row = SubElement(sheet, "tr")
        for cell in (str(line.no), line.text, str(line.marks), line.standard):
            SubElement(row, "td").text = cell
    if item.knockouts:
        listed = SubElement(add(body, "rubricBlock", view="scorer"), "ul", {"class": "knockouts"})
        for knockout in item.knockouts:
            SubElement(listed, "li").text = knockout


def _open_question(add: Adds, root: Element, item: DefenceQuestion) -> None:
    add(root, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="string")
    add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    add(add(add(root, "itemBody"), "extendedTextInteraction", responseIdentifier="RESPONSE"), "prompt", item.question)


# ---- in


def read_package(content: bytes) -> Translated:
    """A package of either version, or one item alone."""
    if not content.startswith(b"PK"):
        read = Translated()
        _read(read, parsed(content), "试题", [])
        return read
    files = _unpacked(content)
    if MANIFEST not in files:
        raise NotThatFormatError("没有 imsmanifest.xml")
    read = Translated()
    for resource in parsed(files[MANIFEST]).iter():
        if bare(resource.tag) != "resource":
            continue
        path = resource.get("href", "")
        if "_item_" not in resource.get("type", ""):
            read.losses.append(Problem(item=path, field="resource", reason="不是试题，未导入"))
        elif path not in files:
            read.losses.append(Problem(item=path, field="resource", reason="文件不在包中"))
        else:
            labels = [
                one.text or "" for one in resource.iter() if bare(one.tag) == "string" and ":" in (one.text or "")
            ]
            _read(read, parsed(files[path]), path, labels)
    return read


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > LARGEST:
                raise NotThatFormatError("包太大")
            return {
                one.filename: unpacked(package, one, most=one.file_size)
                for one in entries
                if one.filename.endswith(".xml")
            }
    except DAMAGE:
        raise NotThatFormatError("包无法打开") from None


def _read(read: Translated, root: Element, where: str, labels: Sequence[str]) -> None:
    if _name(root) != "assessment-item":
        read.losses.append(Problem(item=where, field="resource", reason="不是 QTI 试题，未导入"))
        return
    where = root.get("title", "") or root.get("identifier", "") or where
    asked = [one for one in root.iter() if _name(one).endswith("-interaction")]
    part = label(labels, "part")
    if part == "practical":
        _read_task(read, root, where, labels)
        return
    if part == "defence" and [_name(one) for one in asked] == ["extended-text-interaction"]:
        question = Draft(stem="".join(map(_text, _all(asked[0], "prompt"))), answer="", labels=labels, item_id=where)
        read.items.append(question.question())
        read.losses.extend(question.losses)
        return
    right = [one.text or "" for part in _all(root, "correct-response") for one in _all(part, "value")]
    if len(asked) != 1 or _name(asked[0]) != "choice-interaction" or len(right) != 1:
        read.losses.append(Problem(item=where, field="kind", reason="不是单项选择题或判断题，未导入"))
        return
    choices = {one.get("identifier", ""): _text(one) for one in _all(asked[0], "simple-choice")}
    if right[0] not in choices or len(choices) > len(LETTERS):
        read.losses.append(Problem(item=where, field="answer", reason="答案不是一个选项，未导入"))
        return
    prompt = "".join(map(_text, _all(asked[0], "prompt")))
    before = "".join(_outside(root)).strip()
    draft = Draft(stem=f"{before}\n{prompt}" if before and prompt else before or prompt, answer="", labels=labels)
    draft.item_id = root.get("title", "") or root.get("identifier", "")
    if choices == JUDGEMENT:
        draft.answer = right[0]
    else:
        draft.options = list(choices.values())
        draft.answer = LETTERS[list(choices).index(right[0])]
    draft.keep_option_order = asked[0].get("shuffle", "false") == "false"
    lost = {_name(one) for one in root.iter()} & (LOST | {"modal-feedback", "feedback-inline", "rubric-block"})
    read.losses.extend(Problem(item=where, field=one, reason="没有对应的字段，未导入") for one in sorted(lost))
    read.items.append(draft.item())
    read.losses.extend(draft.losses)


def _read_task(read: Translated, root: Element, where: str, labels: Sequence[str]) -> None:
    """A practical task as `write_package` says it. Numbers that are none keep it out."""
    said = {one.get("class", ""): one for one in root.iter() if one.get("class")}
    rows = [
        [_text(cell) for cell in row] for row in said.get("criteria", Element("table")).iter() if bare(row.tag) == "tr"
    ]
    try:
        criteria = [
            Criterion(no=int(no), text=text, marks=int(marks), standard=standard) for no, text, marks, standard in rows
        ]
        minutes = int(label(labels, "minutes"))
        title, task = _text(said["title"]), _text(said["task"])
    except (ValueError, KeyError):
        read.losses.append(Problem(item=where, field="criteria", reason="不是带评分表的操作技能试题，未导入"))
        return
    read.items.append(
        PracticalTask(
            item_id=label(labels, "id") or where,
            point=label(labels, "point"),
            title=title,
            task=task,
            minutes=minutes,
            criteria=criteria,
            knockouts=[_text(one) for one in said.get("knockouts", Element("ul"))],
        )
    )


def _outside(root: Element) -> list[str]:
    """The text of the body that stands before and behind the interaction."""
    found: list[str] = []

    def walk(element: Element) -> None:
        if not _name(element).endswith("-interaction"):
            found.append(element.text or "")
            for child in element:
                walk(child)
        if _name(element) in {"p", "div"}:
            found.append("\n")
        found.append(element.tail or "")

    for body in _all(root, "item-body"):
        found.append(body.text or "")
        for child in body:
            walk(child)
    return found


def _all(root: Element, name: str) -> list[Element]:
    return [one for one in root.iter() if _name(one) == name]


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _name(element: Element) -> str:
    """What an element is called in either version, in kebab case without `qti-`."""
    return _kebab(bare(element.tag)).removeprefix("qti-")


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


write_qti_2: WritesItems = partial(write_package, dialect=QTI_2)
write_qti_3: WritesItems = partial(write_package, dialect=QTI_3)
