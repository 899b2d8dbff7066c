"""How people write names, days, years and numbers, and what is meant by it. Nothing is guessed: None is no answer."""

import re
from datetime import date, timedelta
from decimal import Decimal
from unicodedata import category, normalize

# What stands between the parts of a name instead of U+00B7 (GB/T 15834); a full stop only between two Han characters.
MIDDLE_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u2024\u30fb\uff65\uff0e\u00b7]")
BETWEEN_HAN = "(?<=[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
BEFORE_HAN = "(?=[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
STOP_IN_NAME = re.compile(BETWEEN_HAN + r"\." + BEFORE_HAN)
BLANK_IN_NAME = re.compile(BETWEEN_HAN + r"\s+" + BEFORE_HAN)
BLANKS = re.compile(r"\s+")
BLANK_AT_DOT = re.compile("\\s*\u00b7\\s*")
KANGXI = re.compile("[\u2e80-\u2fd5]")
# Nearly every name, in which nothing is to be put right.
ORDINARY_NAME = re.compile("[\u4e00-\u9fa5]+")
IN_NAMES = frozenset("\u00b7\u3007-'\u2019., ")
# Characters that GB 18030-2005 had no place for in Unicode yet; systems wrote them in the private-use area.
WAS_PRIVATE = str.maketrans(
    {
        "\ue81e": "\u9fb4", "\ue826": "\u9fb5", "\ue82b": "\u9fb6", "\ue82c": "\u9fb7", "\ue832": "\u9fb8",
        "\ue843": "\u9fb9", "\ue854": "\u9fba", "\ue864": "\u9fbb", "\ue816": "\U00020087", "\ue817": "\U00020089",
        "\ue818": "\U000200cc", "\ue831": "\U000215d7", "\ue83b": "\U0002298f", "\ue855": "\U000241fe",
    }
)  # fmt: skip
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")

# How readers of cards that pretend to be a keyboard type what no key has.
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")

DASH = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
BESIDE_DIGITS = re.compile(r"[\s()-]")
MAINLAND = re.compile(r"^(\+|00)?86(?=1[0-9]{10}$)")
DAY = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
DAY_IN_DIGITS = re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})")
MIDNIGHT = re.compile(r"[T ]+0{1,2}:00(:00(\.0+)?)?$")
# A day that lost its format, counted as spreadsheets count: from 1954 on, so that it is no year and no other number.
DAY_COUNT = re.compile(r"[2-6][0-9]{4}(\.0+)?")
FIRST_DAY = date(1899, 12, 30)
CUT_OFF = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
YEARS = re.compile(
    r"(?:([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+)(?:周?年|$))?(半)?(?:零?([0-9]+|[一二两三四五六七八九十]+)个?月)?"
)
CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
LOOK_LIKE_X = str.maketrans({"\u0425": "X", "\u0445": "X", "\u00d7": "X", "\u2715": "X", "\u2573": "X", "\u03a7": "X"})


def plain(text: str) -> str:
    """Full-width letters and digits as plain ones; never for names, where it would change rare characters."""
    if text.isascii():
        return text.strip()
    return normalize("NFKC", text).strip()


def name_written(text: str) -> str:
    """A name as it is to be printed: without what nobody sees, with the one middle dot."""
    if ORDINARY_NAME.fullmatch(text):
        return text
    typed = ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)
    name = BLANKS.sub(" ", typed.translate(WAS_PRIVATE).strip())
    name = KANGXI.sub(lambda sign: normalize("NFKC", sign[0]), name)
    name = STOP_IN_NAME.sub("\u00b7", MIDDLE_DOTS.sub("\u00b7", name))
    return BLANK_IN_NAME.sub("", BLANK_AT_DOT.sub("\u00b7", name))


def has_private_signs(text: str) -> bool:
    """Whether it holds characters that every computer draws otherwise, or not at all."""
    return bool(PRIVATE.search(text))


def is_a_name(text: str) -> bool:
    """Letters and Han characters, parted as names are; a digit or a remark would be printed on the certificate."""
    return all(category(sign)[0] in "LM" or sign in IN_NAMES for sign in text)


def number_written(text: str) -> str:
    """A document's number without blanks, in capitals; what only looks like an X is one."""
    return BLANKS.sub("", plain(text)).translate(LOOK_LIKE_X).upper()


def code_written(text: str) -> str:
    """A code of the list of occupations, whatever kind of dash it was typed with."""
    return DASH.sub("-", BLANKS.sub("", plain(text)))


def is_cut_off(text: str) -> bool:
    """Whether a spreadsheet took a long number for a quantity: 1.843003e+15."""
    return not text.isdecimal() and bool(CUT_OFF.fullmatch(plain(text)))


def phone_written(text: str) -> str:
    """A mobile number without the mainland's prefix, blanks and hyphens."""
    digits = BESIDE_DIGITS.sub("", DASH.sub("-", plain(text)))
    return MAINLAND.sub("", digits)


def day_written(text: str) -> date | None:
    """A whole day; a month alone is none, nor are digits that could be two days."""
    written = MIDNIGHT.sub("", plain(text))
    if DAY_COUNT.fullmatch(written):
        return FIRST_DAY + timedelta(days=int(float(written)))
    match = DAY.fullmatch(written.replace(" ", "")) or DAY_IN_DIGITS.fullmatch(written)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def years_written(text: str) -> Decimal | None:
    """Years, with halves and months: 5, 五年, 5年6个月, 五年半."""
    match = YEARS.fullmatch(BLANKS.sub("", plain(text)))
    if match is None or not any(match.groups()):
        return None
    years, half, months = match.groups()
    return _count(years or "0") + (Decimal("0.5") if half else 0) + _count(months or "0") / 12


def _count(text: str) -> Decimal:
    if text[0].isdigit():
        return Decimal(text)
    tens, ten, ones = text.rpartition("十")
    return Decimal(10 * CHINESE_DIGITS.get(tens, 1 if ten else 0) + CHINESE_DIGITS.get(ones, 0))
