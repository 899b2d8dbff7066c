"""A paper is reviewed by somebody else, sealed, and keeps its key until the end."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from libs.chassis.domain import Act
from libs.contracts.itembank import PaperSealed
from services.itembank.domain.errors.paper import (
    DraftClosedError,
    KeyReleaseTooEarlyError,
    NoSessionPlannedError,
    PaperAlteredError,
    PaperNotAwaitingReviewError,
    PaperNotReviewedError,
    PaperNotSealedError,
    PapersAlreadyAssembledError,
    ReviewByAssemblerError,
)
from services.itembank.domain.paper import Examination, Paper, PaperState, must_allow_reassembly
from services.itembank.tests.builders import BATCH, CODE, END, NOW, VAULT, a_content, a_paper, paper_of


def test_the_assembler_neither_reviews_nor_reads_the_paper():
    paper = a_paper()

    with pytest.raises(ReviewByAssemblerError):
        paper.review(approved=True, remark="", act=Act("S-0001", NOW))
    with pytest.raises(ReviewByAssemblerError):
        paper.read_for_review(VAULT, act=Act("S-0001", NOW))
    assert paper.state is PaperState.ASSEMBLED


def test_a_paper_is_reviewed_once():
    paper = a_paper(reviewed=True)

    with pytest.raises(PaperNotAwaitingReviewError):
        paper.review(approved=False, remark="", act=Act("S-0003", NOW))


def test_a_returned_paper_is_not_sealed():
    paper = a_paper()
    paper.review(approved=False, remark="第1题有歧义", act=Act("S-0002", NOW))

    with pytest.raises(PaperNotReviewedError):
        paper.seal(VAULT, act=Act("S-0001", NOW))


def test_a_paper_that_nobody_reviewed_is_not_sealed():
    with pytest.raises(PaperNotReviewedError):
        a_paper().seal(VAULT, act=Act("S-0001", NOW))


def test_sealing_announces_the_digest_of_the_canonical_content():
    paper = a_paper(reviewed=True)

    paper.seal(VAULT, act=Act("S-0001", NOW))

    assert paper.collect_events() == [
        PaperSealed(
            paper_id=paper_of(),
            batch_id=BATCH,
            occupation_code=CODE,
            level=5,
            part="theory",
            form="A",
            items=2,
            digest=hashlib.sha256(a_content().as_bytes()).hexdigest(),
            sealed_at=NOW,
        )
    ]


def test_a_paper_is_sealed_once():
    paper = a_paper(sealed=True)

    with pytest.raises(PaperNotReviewedError):
        paper.seal(VAULT, act=Act("S-0001", NOW))


def test_a_sealed_paper_is_not_read_for_review_any_more():
    assert a_paper().read_for_review(VAULT, act=Act("S-0002", NOW)) == a_content()

    with pytest.raises(DraftClosedError):
        a_paper(sealed=True).read_for_review(VAULT, act=Act("S-0002", NOW))


def test_content_that_is_not_what_was_sealed_is_noticed():
    paper = a_paper(sealed=True)
    other = replace(a_content(), minutes=91)
    paper.content = VAULT.close(other.as_bytes(), context=paper.id)

    with pytest.raises(PaperAlteredError):
        paper.unseal(VAULT)


def test_an_unsealed_paper_has_no_key_to_release():
    with pytest.raises(PaperNotSealedError):
        a_paper(reviewed=True).release_key(VAULT, sessions_end=[END], act=Act("S-0020", END))


@pytest.mark.parametrize(("late", "released"), [(timedelta(seconds=-1), False), (timedelta(0), True)])
def test_the_key_waits_for_the_latest_session(late, released):
    paper = a_paper(sealed=True)
    ends = [END, END + timedelta(hours=7), END + timedelta(hours=4)]
    now = END + timedelta(hours=7) + late

    if released:
        assert paper.release_key(VAULT, sessions_end=ends, act=Act("S-0020", now)).key == {"1": "C", "2": "F"}
        assert paper.custody[-1].act == "key-released"
    else:
        with pytest.raises(KeyReleaseTooEarlyError):
            paper.release_key(VAULT, sessions_end=ends, act=Act("S-0020", now))


def test_without_a_session_there_is_no_end_to_wait_for():
    with pytest.raises(NoSessionPlannedError):
        a_paper(sealed=True).release_key(VAULT, sessions_end=[], act=Act("S-0020", END))


def test_the_key_of_a_practical_paper_is_released_with_its_criteria():
    released = a_paper(part="practical", sealed=True).release_key(VAULT, sessions_end=[END], act=Act("S-0020", END))

    assert released.key == a_content(part="practical").key()


def test_papers_are_made_anew_only_after_a_return_and_before_any_seal():
    returned = a_paper(form="B")
    returned.review(approved=False, remark="", act=Act("S-0002", NOW))

    must_allow_reassembly([])
    must_allow_reassembly([a_paper(), returned])
    for earlier in ([a_paper()], [a_paper(reviewed=True)], [a_paper(sealed=True), returned]):
        with pytest.raises(PapersAlreadyAssembledError):
            must_allow_reassembly(earlier)


@pytest.mark.rule("ITB-37")
def test_the_ledger_of_a_returned_paper_goes_on_in_the_new_one():
    returned = a_paper()
    returned.review(approved=False, remark="", act=Act("S-0002", NOW))

    again = Paper.assemble(
        a_content(),
        examination=Examination(batch_id=BATCH, occupation_code=CODE, level=5),
        vault=VAULT,
        earlier=returned,
        act=Act("S-0003", NOW),
    )

    assert [(one.act, one.by) for one in again.custody] == [
        ("assembled", "S-0001"),
        ("returned", "S-0002"),
        ("assembled", "S-0003"),
    ]
