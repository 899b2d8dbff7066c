"""5,000 certificates: set, signed (PAdES) and stored, in blocks as issue runs have them.

Beside it, in the same run, the same sheets set alone. The ratio is certificates a second over sheets a second: what
signing and storing cost. What the process holds in memory is taken before and after.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from apps.demo.footprint import resident_mib
from benchmarks.bench import Bench
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import StoredFiles
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.contracts.sealing import Purpose
from services.certification.domain.sheet import Sheet
from services.certification.settings import Settings
from services.certification.storage.collections import CERTIFICATE_FILES, COLLECTIONS
from services.certification.storage.press import TypstPress
from services.certification.storage.signing import InstitutionSigner

CERTIFICATES = 5_000
BLOCK = 50
SET_ALONE = 500
NOON = datetime(2026, 10, 12, 4, tzinfo=UTC)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静秀丽强磊军洋艳勇杰娟涛明超玲霞"


def run(bench: Bench) -> None:
    """Measure and report."""
    count = bench.sizes[0] if bench.sizes else CERTIFICATES
    bench.say(f"certificates: {count}")
    bench.directory.mkdir(parents=True)
    asyncio.run(_measure(bench, count))


async def _measure(bench: Bench, count: int) -> None:
    fonts = Settings.model_fields
    told = {"font_dir": fonts["font_dir"].default, "font_families": fonts["font_families"].default}
    signing = TypstPress(**told, signer=InstitutionSigner.of("", otherwise="a benchmark"))
    alone = TypstPress(**told)
    store = SqliteStore(bench.directory / "certification.sqlite")
    await store.open(COLLECTIONS)
    transactions = Transactions(store, "certification", lambda *_: None)
    cipher = FieldCipher({"k1": bytes(32)})

    set_in = await _seconds(alone, range(SET_ALONE))
    await signing.print(list(_sheets(range(BLOCK))), at=NOON)
    before, rates = resident_mib(os.getpid()), []
    for first in range(0, count, BLOCK):
        sheets = list(_sheets(range(first, min(first + BLOCK, count))))
        begun = time.perf_counter()
        printed = await signing.print(sheets, at=NOON)

        async def keep(work: UnitOfWork, printed: list[bytes] = printed) -> None:
            files = StoredFiles(work.of(CERTIFICATE_FILES), cipher, Purpose.CERTIFICATE_FILE)
            for pdf in printed:
                await files.put(pdf)

        await transactions.run(keep, now=lambda: NOON)
        rates.append(len(sheets) / (time.perf_counter() - begun))
    after = resident_mib(os.getpid())
    await store.close()

    rate, tenth = len(rates) / sum(1 / one for one in rates), max(1, len(rates) // 10)
    bench.results.add(
        "certificates",
        rate / (SET_ALONE / set_in),
        certificates=count,
        a_second={
            "all": round(rate, 1),
            "first_tenth": round(sum(rates[:tenth]) / tenth, 1),
            "last_tenth": round(sum(rates[-tenth:]) / tenth, 1),
        },
        set_alone_a_second=round(SET_ALONE / set_in, 1),
        memory_mib={"before": round(before), "after": round(after)},
        store_kb_each=round((bench.directory / "certification.sqlite").stat().st_size / count / 1024, 1),
    )


async def _seconds(press: TypstPress, ordinals: range) -> float:
    begun = time.perf_counter()
    await press.print(list(_sheets(ordinals)), at=NOON)
    return time.perf_counter() - begun


def _sheets(ordinals: range) -> Iterator[Sheet]:
    """Made-up people, each with a number of their own."""
    for ordinal in ordinals:
        number = f"S000043009001265{ordinal + 1:06d}"
        yield Sheet(
            name=SURNAMES[ordinal % len(SURNAMES)] + GIVEN[ordinal // len(SURNAMES) % len(GIVEN)],
            id_type="居民身份证",
            id_number=f"4312021998030{ordinal % 100_000:05d}",
            occupation="中式烹调师",
            work_type="--",
            level="五级/初级工",
            number=number,
            institution="怀化市示例职业培训学校",
            seal="怀化市示例职业培训学校职业技能等级认定专用章",
            issued_on=date(2026, 10, 12),
            print_serial=f"{number[13:]}-01",
            verification_url=f"https://verify.example.org/verify/{number}?token={ordinal:032x}&s={'A' * 86}",
        )
