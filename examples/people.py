"""Fictitious people: names, resident numbers of an area nobody comes from, telephone numbers nobody has."""

from dataclasses import dataclass
from datetime import date
from random import Random

# GB 11643 / ISO 7064 MOD 11-2.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "令狐")
GIVEN_MALE = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林海峰志国建文喆堃昇翀骁珩彧奕劼"
GIVEN_FEMALE = "芳娜敏静丽艳娟霞燕玲桂兰英梅红雪琳晶倩颖悦欣怡佳慧婷莹璐薇蓉玥珺琬翊妤嫄堃喆昕"


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    id_number: str
    sex: str
    born: date
    phone: str


def check_digit(first17: str) -> str:
    """The last character of a resident number."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def years_before(day: date, years: int) -> date:
    """The same day that many years earlier; the 28th for a leap day."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


class People:
    """Draws people one after another; no two share a resident number or a telephone number."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers: set[str] = set()
        self._drawn = 0

    def born_on(self, born: date) -> Person:
        """A new person with that birthday."""
        female = self._random.random() < 0.45  # noqa: PLR2004
        number = self._number(born, female=female)
        self._drawn += 1
        return Person(
            name=self._name(female=female),
            id_number=number,
            sex="女" if female else "男",
            born=born,
            # No operator has 169; the running number keeps every telephone unique.
            phone=f"169{self._drawn:08d}",
        )

    def _number(self, born: date, *, female: bool) -> str:
        # No area begins with 99, so no real person has such a number.
        while True:
            order = self._random.randrange(500) * 2 + (0 if female else 1)
            first17 = f"99{self._random.randrange(10_000):04d}{born:%Y%m%d}{order:03d}"
            number = first17 + check_digit(first17)
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def _name(self, *, female: bool) -> str:
        rare = self._random.random() < 0.02  # noqa: PLR2004
        surname = self._random.choice(COMPOUND_SURNAMES) if rare else self._random.choice(SURNAMES)
        given = GIVEN_FEMALE if female else GIVEN_MALE
        length = 1 if self._random.random() < 0.25 else 2  # noqa: PLR2004
        return surname + "".join(self._random.choice(given) for _ in range(length))
