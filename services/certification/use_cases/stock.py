"""What happens to blank certificates: each move is booked in the commit in which it happens."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from libs.chassis.domain import Act, Files, every
from libs.contracts.names import LEVEL_NAMES
from services.certification.domain.certificate import Certificate
from services.certification.domain.notice import Stage, batch_stage
from services.certification.domain.sheet import Sheet
from services.certification.domain.stock.account import StockAccount
from services.certification.domain.stock.blank import Blank, BlankMove, BlankState
from services.certification.domain.stock.destruction import StockDestruction
from services.certification.domain.stock.drawing import Drawing, Wanted
from services.certification.domain.stock.errors import BlankDrawnTwiceError
from services.certification.domain.stock.hand_out import HandOut
from services.certification.domain.stock.print_run import PrintOrder, StockPrint
from services.certification.domain.stock.stocktake import Stocktake
from services.certification.domain.verification.proof import FIRST_PRINT
from services.certification.ports import StockDesk, StockPressDesk
from services.certification.use_cases.photos import photo_of

# Whoever is at one of these has passed whole.
PASSED = (Stage.RELEASED, Stage.ISSUED, Stage.WITHHELD)


async def draw_blanks(desk: StockDesk, wanted: Wanted, *, act: Act) -> Drawing:
    """Put so many blanks of a series into the stock."""
    passers = sum([await desk.notices.count({"batch_stage": batch_stage(wanted.batch_id, one)}) for one in PASSED])
    before = sum([one.wanted.count async for one in every(desk.drawings, {"batch_id": wanted.batch_id})])
    identifier = f"D-{await desk.drawings.count() + 1:06d}"
    drawing = Drawing.enter(wanted, id=identifier, passers=passers, before=before, act=act)
    account = await desk.stock_accounts.find_one(wanted.series) or StockAccount(id=wanted.series)
    for serial in wanted.serials:
        if await desk.blanks.find_one(serial):
            raise BlankDrawnTwiceError(serial)
        desk.blanks.save(Blank.drawn(serial, series=wanted.series, batch_id=wanted.batch_id, act=act))
    account.book(BlankMove.DRAWN, wanted.serials, act=act)
    desk.stock_accounts.save(account)
    desk.drawings.save(drawing)
    return drawing


async def print_on_blanks(desk: StockPressDesk, files: Files, order: PrintOrder, *, act: Act) -> StockPrint:
    """Print certificates on blanks; each blank is used up by it."""
    account = await desk.stock_accounts.get(order.series)
    certificates, sheets = [], []
    printed: defaultdict[BlankMove, list[tuple[str, str]]] = defaultdict(list)
    for number, serial in order.pairs:
        certificate, blank = await desk.certificates.get(number), await desk.blanks.get(serial)
        certificate.go_on_blank(serial)
        move = BlankMove.PRINTED if certificate.copy == FIRST_PRINT else BlankMove.REISSUED
        blank.carry(number, move, act=act)
        printed[move].append((serial, number))
        certificates.append(certificate)
        sheets.append(await _sheet(desk, files, certificate))
        desk.blanks.save(blank)
        desk.certificates.save(certificate)
    for move, pairs in printed.items():
        account.book(move, [serial for serial, _ in pairs], act=act, numbers=[number for _, number in pairs])
    run = StockPrint(
        id=f"R-{await desk.stock_prints.count() + 1:06d}",
        batch_id=certificates[0].batch_id,
        numbers=[number for number, _ in order.pairs],
        serials=[serial for _, serial in order.pairs],
        pdf_sha256=await files.put(await desk.press.overprint(sheets)),
        printed=act,
    )
    desk.stock_accounts.save(account)
    desk.stock_prints.save(run)
    return run


async def _sheet(desk: StockPressDesk, files: Files, certificate: Certificate) -> Sheet:
    candidate = await desk.candidates.get(certificate.application_id)
    return Sheet(
        name=certificate.opened_name(desk.cipher),
        id_type=candidate.id_kind,
        id_number=certificate.opened_number(desk.cipher),
        occupation=certificate.occupation,
        work_type=certificate.work_type,
        level=LEVEL_NAMES[certificate.level],
        number=certificate.id,
        institution=certificate.institution,
        seal=certificate.seal,
        issued_on=certificate.issued_on,
        print_serial=certificate.print_serial,
        verification_url="",
        photo=await photo_of(certificate, files),
    )


async def hand_out(desk: StockDesk, serial: str, receipt: HandOut, *, act: Act) -> None:
    """Give a printed certificate to its holder."""
    await _move(desk, await desk.blanks.get(serial), BlankMove.HANDED_OUT, act=act, said=receipt.words())


async def void_blank(desk: StockDesk, serial: str, *, reason: str, act: Act) -> None:
    """Spoiled, printed wrongly or taken back: it waits to be destroyed, and its certificate may be printed again."""
    blank = await desk.blanks.get(serial)
    if blank.number:
        certificate = await desk.certificates.get(blank.number)
        certificate.come_off_blank(serial)
        desk.certificates.save(certificate)
    await _move(desk, blank, blank.voiding, act=act, said=reason)


async def enter_destruction(desk: StockDesk, serials: Sequence[str], *, method: str, act: Act) -> StockDestruction:
    """What is void is to be destroyed; each of it is looked at."""
    identifier = f"X-{await desk.stock_destructions.count() + 1:06d}"
    destruction = StockDestruction.enter(list(serials), id=identifier, method=method, act=act)
    for serial in destruction.serials:
        (await desk.blanks.get(serial)).must_allow(BlankMove.DESTROYED)
    desk.stock_destructions.save(destruction)
    return destruction


async def sign_destruction(desk: StockDesk, destruction_id: str, *, act: Act) -> None:
    """It was destroyed before both."""
    destruction = await desk.stock_destructions.get(destruction_id)
    destruction.sign(act)
    series: defaultdict[str, list[str]] = defaultdict(list)
    for serial in destruction.serials:
        blank = await desk.blanks.get(serial)
        blank.go(BlankMove.DESTROYED, act=act, said=destruction.id)
        series[blank.series].append(serial)
        desk.blanks.save(blank)
    for name, serials in series.items():
        account = await desk.stock_accounts.get(name)
        account.book(BlankMove.DESTROYED, serials, act=act)
        desk.stock_accounts.save(account)
    desk.stock_destructions.save(destruction)


async def take_stock(
    desk: StockDesk, series: str, counted: Mapping[BlankState, int], *, explained: str, act: Act
) -> Stocktake:
    """Put down what was counted."""
    account = await desk.stock_accounts.get(series)
    identifier = f"{series}-{await desk.stocktakes.count({'series': series}) + 1:04d}"
    stocktake = Stocktake.take(account, counted, id=identifier, explained=explained, act=act)
    desk.stocktakes.save(stocktake)
    return stocktake


async def _move(desk: StockDesk, blank: Blank, move: BlankMove, *, act: Act, said: str) -> None:
    account = await desk.stock_accounts.get(blank.series)
    blank.go(move, act=act, said=said)
    account.book(move, [blank.id], act=act)
    desk.blanks.save(blank)
    desk.stock_accounts.save(account)
