"""Which formats there are."""

from services.itembank.domain.items.translation import Formats
from services.itembank.storage.formats.gift import read_gift
from services.itembank.storage.formats.moodle_xml import read_moodle_xml
from services.itembank.storage.formats.qti import read_package, write_qti_2, write_qti_3
from services.itembank.storage.formats.word_text import read_word_text
from services.itembank.storage.formats.workbook import read_workbook, write_workbook

FORMATS = Formats(
    readers={
        "gift": read_gift,
        "moodle-xml": read_moodle_xml,
        "qti": read_package,
        "word": read_word_text,
        "xlsx": read_workbook,
    },
    writers={"qti-2": write_qti_2, "qti-3": write_qti_3, "xlsx": write_workbook},
)
