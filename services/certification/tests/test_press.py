"""The printed certificate, read back from its PDF."""

import re
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from services.certification.settings import Settings
from services.certification.storage.press import (
    FontsMissingError,
    GlyphMissingError,
    SealImageError,
    TypstPress,
    qr_code,
)
from services.certification.tests.builders import PUBLISHED, a_sheet

FONTS = Settings.model_fields["font_dir"].default


@pytest.fixture(scope="module")
def press():
    return TypstPress(font_dir=FONTS, font_families=["Noto Serif CJK SC"])


def text_of(pdf):
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.rule("CER-09", "CER-12")
def test_a_certificate_shows_every_field(press):
    text = text_of(press.render(a_sheet()))

    for expected in (
        "职业技能等级证书",
        "姓名Name欧阳喆玥",
        "证件类型IDType居民身份证",
        "证件号码IDNo.431202199803070014",
        "职业名称Occupation中式烹调师",
        "工种/职业方向Job--",
        "职业技能等级SkillLevel五级/初级工",
        "证书编号CertificateNo.S000043009001265000001",
        "评价机构（盖章）怀化市示例职业培训学校",
        "发证日期2026年10月10日",
        "http://jndj.osta.org.cn",
        "http://pjjg.osta.org.cn",
        "印制流水号：265000001-01",
        "照片尚未导入",
    ):
        assert expected in text


def a_seal(directory, size=200):
    file = directory / "seal.png"
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((5, 5, size - 5, size - 5), outline=(200, 20, 20, 210), width=8)
    picture.save(file)
    return file


def pictures_of(pdf):
    return len(PdfReader(BytesIO(pdf)).pages[0].images)


def test_a_sheet_carries_the_image_of_its_own_seal_alone(tmp_path):
    sheet = a_sheet()
    sealing = TypstPress(
        font_dir=FONTS, font_families=["Noto Serif CJK SC"], seal_images={sheet.seal: a_seal(tmp_path)}
    )

    printed, other = sealing.render(sheet), sealing.render(a_sheet(seal=sheet.institution))

    assert (pictures_of(printed), pictures_of(other)) == (1, 0)
    assert len(PdfReader(BytesIO(printed)).pages) == 1
    assert text_of(printed) == text_of(TypstPress(font_dir=FONTS, font_families=["Noto Serif CJK SC"]).render(sheet))


@pytest.mark.parametrize("content", [b"", b"a letter", b"\x89PNG\r\n\x1a\n" + bytes(200 * 1024)])
def test_what_is_no_small_png_is_no_image_of_a_seal(tmp_path, content):
    (tmp_path / "seal.png").write_bytes(content)

    with pytest.raises(SealImageError):
        TypstPress(font_dir=FONTS, font_families=["x"], seal_images={"章": tmp_path / "seal.png"})


@pytest.mark.parametrize("part", [8, 100, -1])
def test_a_seal_whose_image_is_not_whole_is_refused(tmp_path, part):
    whole = a_seal(tmp_path).read_bytes()
    (tmp_path / "seal.png").write_bytes(whole[: part if part > 0 else len(whole) // 2])

    with pytest.raises(SealImageError, match="SKILLSEAL_SEAL_IMAGES"):
        TypstPress(font_dir=FONTS, font_families=["x"], seal_images={"章": tmp_path / "seal.png"})


def test_a_certificate_is_one_a4_sheet(press):
    [page] = PdfReader(BytesIO(press.render(a_sheet()))).pages

    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)


@pytest.mark.rule("CER-11")
def test_long_names_take_two_lines_and_stay_on_the_sheet(press):
    long = a_sheet(
        name="阿卜杜热西提·买买提明江",
        occupation="制冷空调系统安装维修工及制冷设备运行维护工",
        work_type="制冷空调系统安装维修及调试方向（中央空调）",
        institution="湖南省怀化市鹤城区示例现代服务业高级技工职业培训学校有限责任公司",
    )

    pdf = press.render(long)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    text = text_of(pdf)
    assert long.name in text
    assert long.occupation in text
    assert long.work_type in text
    assert f"盖章）{long.institution}" in text


def test_the_same_sheet_is_the_same_bytes_on_any_press(press):
    other = TypstPress(font_dir=FONTS, font_families=["Noto Serif CJK SC"])

    assert sha256(press.render(a_sheet())).digest() == sha256(other.render(a_sheet())).digest()


async def test_sheets_printed_side_by_side_are_each_the_sheet_printed_alone(press):
    sheets = [a_sheet(print_serial=f"26500000{n}-01") for n in range(5)]

    assert await press.print(sheets, at=PUBLISHED) == [press.render(sheet) for sheet in sheets]
    assert await press.print([], at=PUBLISHED) == []


def test_fonts_are_embedded_as_subsets(press):
    pdf = press.render(a_sheet())

    names = re.findall(rb"/BaseFont\s*/(\S+)", pdf)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+NotoSerifCJK\S+", name) for name in names)
    assert len(pdf) < 100_000


async def test_rare_characters_of_names_can_be_printed(press):
    assert await press.unprintable(["喆玥堃昇", "䶮犇鱻", "㛃𬭩", "阿依古丽·吐尔逊"]) == set()


async def test_a_name_beyond_the_fonts_is_found_before_printing(press):
    assert await press.unprintable(["王五", "张\U0003134a", "李四"]) == {1}


def test_what_goes_wrong_in_printing_names_nobody(press):
    with pytest.raises(GlyphMissingError) as fault:
        press.render(a_sheet(name="张\U0003134a"))

    assert "张" not in str(fault.value)
    assert fault.value.__cause__ is None


async def test_words_that_look_like_markup_are_only_words(press):
    name = '#panic("x") *_$\\ <a>'

    assert "".join(name.split()) in text_of(press.render(a_sheet(name=name)))
    assert await press.unprintable([name]) == set()


async def test_nothing_is_printed_without_the_fonts(tmp_path):
    press = TypstPress(font_dir=tmp_path, font_families=["Noto Serif CJK SC"])

    with pytest.raises(FontsMissingError, match="fonts-noto-cjk"):
        press.must_print()
    with pytest.raises(FontsMissingError):
        await press.print([a_sheet()], at=PUBLISHED)


def test_fonts_that_lack_the_words_of_the_sheet_are_found_first(press, tmp_path):
    latin = ImageFont.load_default(size=12)
    (tmp_path / "latin.ttf").write_bytes(latin.path.getvalue())

    press.must_print()
    with pytest.raises(GlyphMissingError):
        TypstPress(font_dir=tmp_path, font_families=[str(latin.getname()[0])]).must_print()


def test_another_address_is_another_qr_code():
    assert qr_code("http://127.0.0.1/a") == qr_code("http://127.0.0.1/a")
    assert qr_code("http://127.0.0.1/a") != qr_code("http://127.0.0.1/b")
