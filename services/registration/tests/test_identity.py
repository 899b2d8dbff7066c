"""Documents that prove who somebody is: how the number of each kind looks."""

from datetime import date

import pytest

from services.registration.domain.errors.identity import BirthDateDiffersError, DocumentNumberMalformedError
from services.registration.domain.identity import Identity, IdentityKind

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (IdentityKind.RESIDENCE_PERMIT, "8100001990010100"),
        (IdentityKind.FOREIGN_RESIDENT, "USA12345678901"),
        (IdentityKind.PASSPORT, "E1234"),
        (IdentityKind.PASSPORT, "E123456789"),
        (IdentityKind.OFFICER, "军字第123号"),
        (IdentityKind.OFFICER, "军字第123456789号"),
    ],
)
def test_a_number_that_does_not_look_like_its_kind_is_refused(kind, written):
    with pytest.raises(DocumentNumberMalformedError):
        Identity.read(kind, written, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (IdentityKind.FOREIGN_RESIDENT, "USA123456789012"),
        (IdentityKind.PASSPORT, "E12345"),
        (IdentityKind.PASSPORT, "E12345678"),
        (IdentityKind.OFFICER, "军字第1234号"),
        (IdentityKind.OFFICER, "军字第12345678号"),
    ],
)
def test_the_shortest_and_the_longest_are_taken(kind, written):
    assert Identity.read(kind, written, today=TODAY).text == written


def test_a_stated_birth_is_that_of_the_number():
    number, born_on = "43120219700101003X", date(1970, 1, 1)

    assert Identity.read(IdentityKind.RESIDENT, number, today=TODAY, stated_birth=born_on).born_on == born_on
    with pytest.raises(BirthDateDiffersError):
        Identity.read(IdentityKind.RESIDENT, number, today=TODAY, stated_birth=date(1970, 1, 2))
