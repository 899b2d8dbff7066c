"""Another copy of a certificate: asked for, approved, printed, handed over."""

from dataclasses import replace

from libs.chassis.domain import Act, Decision, Files, every
from libs.contracts.beijing import beijing_day
from services.certification.domain.aftermath.reissue import Cause, HandOver, Reissue, Ruling, ShownCard, must_be_filed
from services.certification.domain.certificate import Certificate
from services.certification.domain.errors.reissue import CopyNotPrintableError
from services.certification.ports import ReissueDesk
from services.certification.use_cases.photos import photo_of


async def ask_for_reissue(desk: ReissueDesk, number: str, cause: Cause, card: ShownCard, *, act: Act) -> Reissue:
    """Take an application in, with the card in hand."""
    certificate = await desk.certificates.get(number)
    await _must_be_filed(desk, certificate, act)
    reissue = Reissue.ask(certificate, cause, card, cipher=desk.cipher, act=act)
    desk.certificates.save(certificate)
    desk.reissues.save(reissue)
    return reissue


async def decide_reissue(desk: ReissueDesk, reissue_id: str, ruling: Ruling, *, decision: Decision) -> None:
    """Approve the copy, or refuse it with a reason."""
    reissue = await desk.reissues.get(reissue_id)
    certificate = await desk.certificates.get(reissue.number)
    reissue.decide(ruling, certificate=certificate, decision=decision)
    desk.certificates.save(certificate)
    desk.reissues.save(reissue)


async def print_copy(desk: ReissueDesk, files: Files, reissue_id: str, *, act: Act) -> None:
    """Print the copy and keep its file. Raises `CopyNotPrintableError`, `NotFiledTodayError`."""
    reissue = await desk.reissues.get(reissue_id)
    certificate = await desk.certificates.get(reissue.number)
    await _must_be_filed(desk, certificate, act)
    candidate = await desk.candidates.get(certificate.application_id)
    sheet = reissue.sheet(
        certificate, candidate, cipher=desk.cipher, verification_url=desk.issue_terms.verification_url
    )
    sheet = replace(sheet, photo=await photo_of(certificate, files)).with_signature(
        desk.code_signer.sign(sheet.signed_words)
    )
    if await desk.press.unprintable([sheet.name]):
        raise CopyNotPrintableError
    [pdf] = await desk.press.print([sheet], at=act.at)
    reissue.print(sheet, pdf_sha256=await files.put(pdf), certificate=certificate, cipher=desk.cipher, act=act)
    desk.certificates.save(certificate)
    desk.reissues.save(reissue)


async def _must_be_filed(desk: ReissueDesk, certificate: Certificate, act: Act) -> None:
    filings = [one async for one in every(desk.filings, {"institution_code": certificate.institution_code})]
    must_be_filed(certificate, filings, on=beijing_day(act.at))


async def hand_over_copy(desk: ReissueDesk, reissue_id: str, given: HandOver, *, act: Act) -> None:
    """Give the copy to its holder."""
    reissue = await desk.reissues.get(reissue_id)
    certificate = await desk.certificates.get(reissue.number)
    reissue.hand_over(given, certificate=certificate, act=act)
    desk.certificates.save(certificate)
    desk.reissues.save(reissue)
