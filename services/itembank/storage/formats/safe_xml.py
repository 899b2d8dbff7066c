"""XML of strangers: no document types, no entities, nothing from elsewhere."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from services.itembank.domain.errors.translation import NotThatFormatError

BREAKS = frozenset({"br", "p", "div", "li", "tr"})
LOST = frozenset({"img", "object", "audio", "video", "table", "math", "sub", "sup"})


def parsed(content: bytes) -> Element:
    """The root of a document. Raises `NotThatFormatError`."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise NotThatFormatError("XML 无法读取，或含有不允许的声明") from None
    return root


def bare(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.lost: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- a parser's
        if tag == "br":
            self.words.append("\n")
        if tag in LOST:
            self.lost.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.words.append("\n")


def words_of(markup: str) -> tuple[str, set[str]]:
    """The text of HTML, and which elements it had that a text cannot say."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return "".join(reader.words).strip(), reader.lost
