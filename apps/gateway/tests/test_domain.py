"""The rules of accounts, grants, sessions and tries, without anything around them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from apps.cli.roles import ROLES as ROLES_OF_SERVICES
from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import (
    AccountDisabledError,
    AccountNotDisabledError,
    CodeWrongError,
    GrantMissingError,
    GrantPeriodError,
    GrantSettledError,
    OwnAccountError,
    RoleNotGrantableError,
    SecondPersonNeededError,
    SlipNotValidError,
    TooManyTriesError,
)
from apps.gateway.domain.grant import Grant, GrantState
from apps.gateway.domain.kept_form import KeptForm
from apps.gateway.domain.roles import DANGEROUS, GRANTABLE
from apps.gateway.domain.session import StaffSession
from apps.gateway.domain.tries import ACCOUNT, ADDRESS, PAIR, Tries

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
TODAY = date(2026, 9, 1)
A_DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def an_account(**fields):
    return Account(**{"id": "S-0001", "name": "王小明", "password": "hash", "totp": "secret"} | fields)


def a_grant(account, *, role="reception", starts_on=TODAY, ends_on=TODAY, by="A-1", id="g-1"):
    return account.grant(id=id, role=role, starts_on=starts_on, ends_on=ends_on, by=by, now=NOON)


def a_session():
    return StaffSession.open(id="1", account_id="S-0001", device="", address="", kept="", now=NOON)


def test_every_role_a_service_asks_for_can_be_granted_and_the_administrators():
    assert ROLES_OF_SERVICES | {"administrator"} == GRANTABLE
    assert DANGEROUS < GRANTABLE


def test_an_everyday_role_is_held_from_the_first_to_the_last_day():
    account = an_account()

    a_grant(account, starts_on=TODAY + A_DAY, ends_on=TODAY + 2 * A_DAY)

    held = [account.roles(NOON + days * A_DAY) for days in range(4)]
    assert held == [frozenset(), {"reception"}, {"reception"}, frozenset()]


def test_a_day_is_a_day_of_the_institution():
    account = an_account()
    a_grant(account, starts_on=TODAY + A_DAY, ends_on=TODAY + A_DAY)

    midnight = datetime(2026, 9, 1, 16, tzinfo=UTC)

    assert account.roles(midnight - SECOND) == frozenset()
    assert account.roles(midnight) == {"reception"}
    assert account.roles(midnight + A_DAY - SECOND) == {"reception"}
    assert account.roles(midnight + A_DAY) == frozenset()


@pytest.mark.parametrize("role", sorted(DANGEROUS))
def test_a_dangerous_role_takes_two_people(role):
    account = an_account()

    a_grant(account, role=role)

    assert account.roles(NOON) == frozenset()
    with pytest.raises(SecondPersonNeededError):
        account.approve_grant("g-1", by="A-1", now=NOON)
    account.approve_grant("g-1", by="A-2", now=NOON)
    assert account.roles(NOON) == {role}


def test_nobody_administers_their_own_account():
    account = an_account()
    a_grant(account, role="director")

    for act in (
        lambda: a_grant(account, by="S-0001", id="g-2"),
        lambda: account.approve_grant("g-1", by="S-0001", now=NOON),
        lambda: account.withdraw_grant("g-1", by="S-0001", now=NOON),
        lambda: account.issue_slip("code", by="S-0001", now=NOON),
        lambda: account.disable(by="S-0001", now=NOON),
        lambda: account.enable(by="S-0001", now=NOON),
    ):
        with pytest.raises(OwnAccountError):
            act()


def test_the_same_proposal_once_more_changes_nothing():
    account = an_account()

    first, second = a_grant(account), a_grant(account)

    assert first is second
    assert len(account.grants) == len(account.history) == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (TODAY, TODAY - A_DAY),
        (TODAY + 2 * A_DAY, TODAY + A_DAY),
        (TODAY - 3 * A_DAY, TODAY - A_DAY),
        (TODAY, TODAY + (3 * 366 + 1) * A_DAY),
    ],
)
def test_a_role_is_granted_for_days_to_come_three_years_at_most(starts_on, ends_on):
    with pytest.raises(GrantPeriodError):
        a_grant(an_account(), starts_on=starts_on, ends_on=ends_on)


def test_a_role_that_nobody_asks_for_is_not_granted():
    with pytest.raises(RoleNotGrantableError):
        a_grant(an_account(), role="gardener")


def test_what_is_withdrawn_is_over_and_nothing_is_left_to_decide():
    account = an_account()
    a_grant(account, role="director")

    account.withdraw_grant("g-1", by="A-2", now=NOON)

    assert account.grants[0].state(NOON) is GrantState.OVER
    for act in (account.approve_grant, account.withdraw_grant):
        with pytest.raises(GrantSettledError):
            act("g-1", by="A-3", now=NOON)
    with pytest.raises(GrantMissingError):
        account.withdraw_grant("g-2", by="A-3", now=NOON)


def test_a_proposal_that_nobody_approved_in_time_cannot_be_approved():
    grant = Grant.propose(id="g", role="director", starts_on=TODAY, ends_on=TODAY, by="A-1", now=NOON)

    with pytest.raises(GrantSettledError):
        grant.approve(by="A-2", now=NOON + A_DAY)


def test_whoever_has_left_holds_nothing_and_is_granted_nothing():
    account = an_account()
    a_grant(account)

    account.disable(by="A-1", now=NOON)

    assert account.roles(NOON) == frozenset()
    assert not account.is_active
    with pytest.raises(AccountDisabledError):
        a_grant(account, id="g-2")
    with pytest.raises(AccountDisabledError):
        account.issue_slip("code", by="A-1", now=NOON)
    with pytest.raises(AccountDisabledError):
        account.disable(by="A-1", now=NOON)
    account.enable(by="A-1", now=NOON)
    assert account.roles(NOON) == {"reception"}
    with pytest.raises(AccountNotDisabledError):
        account.enable(by="A-1", now=NOON)


def test_a_new_slip_takes_password_and_factor_away_and_opens_once():
    account = an_account()

    account.issue_slip("CODE", by="A-1", now=NOON)

    assert not account.is_active
    assert "CODE" not in repr(account)
    assert account.is_opened_by("co-de", NOON)
    assert not account.is_opened_by("other", NOON)
    account.activate(password="new", totp="new", step=1, now=NOON)
    assert account.is_active
    with pytest.raises(SlipNotValidError):
        account.activate(password="newer", totp="newer", step=2, now=NOON)


@pytest.mark.parametrize("approved", [True, False])
def test_who_issues_a_slip_cannot_use_it_under_a_dangerous_role(approved):
    account = an_account()
    a_grant(account, role="coder")
    a_grant(account, id="g-2")
    if approved:
        account.approve_grant("g-1", by="A-2", now=NOON)

    account.issue_slip("CODE", by="A-3", now=NOON)

    account.activate(password="new", totp="new", step=1, now=NOON)
    assert account.roles(NOON) == {"reception"}
    with pytest.raises(SecondPersonNeededError):
        account.approve_grant("g-1", by="A-3", now=NOON)
    account.approve_grant("g-1", by="A-1", now=NOON)
    assert account.roles(NOON) == {"reception", "coder"}


def test_a_new_slip_gives_back_no_role_that_is_over():
    account = an_account()
    a_grant(account, role="coder")
    account.withdraw_grant("g-1", by="A-2", now=NOON)

    account.issue_slip("CODE", by="A-3", now=NOON)

    assert not account.waits_for_approval(NOON)


def test_a_disabled_account_is_opened_by_no_slip():
    account = an_account(password="", totp="")
    account.issue_slip("CODE", by="A-1", now=NOON)

    account.disable(by="A-1", now=NOON)

    assert not account.is_opened_by("CODE", NOON)
    with pytest.raises(SlipNotValidError):
        account.activate(password="new", totp="new", step=1, now=NOON)


@pytest.mark.parametrize("step", [None, 6, 7])
def test_a_code_that_is_wrong_or_was_used_does_not_count(step):
    with pytest.raises(CodeWrongError):
        an_account(last_step=7).use_code(step)


def test_every_change_says_who_made_it():
    account = an_account()

    a_grant(account, role="director")
    account.approve_grant("g-1", by="A-2", now=NOON)
    account.disable(by="A-1", now=NOON)

    assert [change.by for change in account.history] == ["A-1", "A-2", "A-1"]


def test_a_session_ends_after_half_an_hour_unused_or_twelve_in_all():
    session = a_session()

    assert session.is_open(NOON + timedelta(minutes=30) - SECOND)
    assert not session.is_open(NOON + timedelta(minutes=30))
    for minutes in range(1, 12 * 60):
        session.see(NOON + timedelta(minutes=minutes))
    assert session.is_open(NOON + timedelta(hours=12) - SECOND)
    assert not session.is_open(NOON + timedelta(hours=12))


def test_showing_the_second_factor_again_makes_a_new_session_lasting_no_longer():
    session = a_session()
    later = NOON + timedelta(hours=11)
    session.see(later)

    follower = session.step_up(id="2", now=later)

    assert not session.is_open(later)
    assert not session.has_just_proved(later)
    assert follower.is_open(later)
    assert not follower.is_open(NOON + timedelta(hours=12))
    assert follower.has_just_proved(later + timedelta(minutes=5) - SECOND)
    assert not follower.has_just_proved(later + timedelta(minutes=5))


def test_what_was_typed_goes_back_to_who_typed_it_for_ten_minutes():
    ends_at = NOON + timedelta(minutes=10)
    theirs, nobodys = (KeptForm(id="1", typed_by=who, sealed="", ends_at=ends_at) for who in ("S-0001", ""))

    assert theirs.is_for("S-0001", NOON)
    assert not theirs.is_for("S-0002", NOON)
    assert nobodys.is_for("S-0002", NOON)
    assert not nobodys.is_for("S-0002", ends_at)


@pytest.mark.parametrize(
    ("pace", "free", "longest"),
    [(PAIR, 5, 15 * 60), (ACCOUNT, 20, 30), (ADDRESS, 300, 60)],
    ids=["pair", "account", "address"],
)
def test_waits_double_to_a_limit_and_slow_no_school_behind_one_address(pace, free, longest):
    tries = Tries(id="1")

    for _ in range(free):
        tries.may_try(pace, NOON)
        tries.fail(NOON)
    waits = []
    for _ in range(40):
        wait = waited(tries, pace)
        waits.append(wait)
        tries.fail(NOON)

    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == max(waits) == longest


def waited(tries, pace):
    with pytest.raises(TooManyTriesError) as refusal:
        tries.may_try(pace, NOON)
    wait = refusal.value.retry_after
    tries.may_try(pace, NOON + wait)
    return wait.total_seconds()


def test_failures_are_forgotten_after_a_quiet_day():
    tries = Tries(id="1")
    for _ in range(50):
        tries.fail(NOON)

    tries.may_try(PAIR, NOON + A_DAY)
    tries.fail(NOON + A_DAY)

    assert tries.failures == 1
