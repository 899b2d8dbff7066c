"""A person who works with the system."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from apps.gateway.domain.errors import (
    AccountDisabledError,
    AccountNotDisabledError,
    CodeWrongError,
    GrantMissingError,
    OwnAccountError,
    PasskeyKnownError,
    PasskeyMissingError,
    PasskeysFullError,
    SlipNotValidError,
)
from apps.gateway.domain.grant import Grant, GrantState
from apps.gateway.domain.passkey import MOST_PASSKEYS, Passkey, ShownPasskey
from apps.web.words import ROLES
from libs.chassis.domain import Aggregate

SLIP_LASTS = timedelta(hours=24)
MOST_HISTORY = 500


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a slip of paper opens an account with, once; the code on it is nowhere but there."""

    digest: str
    ends_at: datetime

    def opens(self, code: str, now: datetime) -> bool:
        return now < self.ends_at and hmac.compare_digest(digest_of(code), self.digest)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What somebody did to an account."""

    at: datetime
    by: str
    what: str


def digest_of(code: str) -> str:
    """SHA-256 of a slip's code, however it was typed, full-width figures and letters of an input method too.

    A code has 100 random bits, so nothing slower is needed.
    """
    typed = unicodedata.normalize("NFKC", code)
    return hashlib.sha256("".join(filter(str.isalnum, typed)).upper().encode()).hexdigest()


@dataclass(kw_only=True)
class Account(Aggregate):
    """Added by an administrator with a slip; activated with it by its holder, who alone knows the password.

    A new slip puts it back to before the activation; disabled, it opens nothing until it is enabled again.
    `password` is an Argon2id hash, `totp` the sealed secret of the second factor, `last_step` the last time step of it
    that was used (each code opens once), `identity` who this is at the identity provider, by issuer and subject.
    """

    id: str
    name: str
    slip: Slip | None = None
    password: str = ""
    totp: str = ""
    identity: str = ""
    passkeys: list[Passkey] = field(default_factory=list)
    last_step: int = 0
    disabled: bool = False
    grants: list[Grant] = field(default_factory=list)
    history: list[Change] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        """Whether its holder can sign in."""
        return bool((self.password and self.totp) or self.identity) and not self.disabled

    def issue_slip(self, code: str, *, by: str, now: datetime) -> None:
        """The same slip once more changes nothing. Raises `OwnAccountError` or `AccountDisabledError`.

        Whoever issues it could come in with it: so dangerous roles wait for somebody else.
        """
        self._is_administered(by)
        if self.slip and self.slip.digest == digest_of(code):
            return
        if self.disabled:
            raise AccountDisabledError

        self.slip = Slip(digest=digest_of(code), ends_at=now + SLIP_LASTS)
        self.password, self.totp, self.passkeys = "", "", []
        for grant in self.grants:
            grant.ask_again(by=by, now=now)
        self._note("签发激活码，原密码与动态验证码作废", by, now)

    def identify(self, identity: str, *, by: str, now: datetime) -> None:
        """Who this is at the identity provider, or that it is nobody. Raises `OwnAccountError`, `AccountDisabledError`.

        Whoever names the own identity there could come in as this person: so dangerous roles wait for somebody else.
        """
        self._is_administered(by)
        if self.disabled:
            raise AccountDisabledError
        if identity == self.identity:
            return

        self.identity = identity
        for grant in self.grants:
            grant.ask_again(by=by, now=now)
        self._note("登记统一身份" if identity else "取消统一身份登记", by, now)

    def is_opened_by(self, code: str, now: datetime) -> bool:
        """Whether it waits for the slip with this code."""
        return not self.disabled and self.slip is not None and self.slip.opens(code, now)

    def activate(self, *, password: str, totp: str, step: int, now: datetime) -> None:
        """With the slip shown before, which is then used up. Raises `SlipNotValidError`."""
        if self.disabled or self.slip is None or now >= self.slip.ends_at:
            raise SlipNotValidError

        self.slip = None
        self.password, self.totp, self.last_step = password, totp, step
        self._note(f"激活账户：设置{'密码和' if password else ''}动态验证码", self.id, now)

    def use_code(self, step: int | None) -> None:
        """Each code once. `step` is the time step it belongs to, none if it belongs to none near now.

        Raises `CodeWrongError`.
        """
        if step is None or step <= self.last_step:
            raise CodeWrongError

        self.last_step = step

    def passkey(self, id: str) -> Passkey | None:
        return next((one for one in self.passkeys if one.id == id), None)

    def add_passkey(self, passkey: Passkey, *, now: datetime) -> None:
        """Beside the codes of the phone, which stay enough. Raises `PasskeyKnownError` or `PasskeysFullError`."""
        if self.passkey(passkey.id):
            raise PasskeyKnownError
        if len(self.passkeys) >= MOST_PASSKEYS:
            raise PasskeysFullError

        self.passkeys.append(passkey)
        self._note(f"添加通行密钥“{passkey.name}”", self.id, now)

    def remove_passkey(self, id: str, *, now: datetime) -> None:
        """Raises `PasskeyMissingError`."""
        passkey = self.passkey(id)
        if passkey is None:
            raise PasskeyMissingError

        self.passkeys.remove(passkey)
        self._note(f"删除通行密钥“{passkey.name}”", self.id, now)

    def use_passkey(self, shown: ShownPasskey) -> None:
        """Raises `CodeWrongError` if it was removed meanwhile."""
        passkey = self.passkey(shown.id)
        if passkey is None:
            raise CodeWrongError

        self.passkeys[self.passkeys.index(passkey)] = replace(passkey, count=shown.count)

    def change_password(self, password: str, *, now: datetime) -> None:
        self.password = password
        self._note("修改密码", self.id, now)

    def change_factor(self, totp: str, *, step: int, now: datetime) -> None:
        self.totp, self.last_step = totp, step
        self._note("更换动态验证码", self.id, now)

    def disable(self, *, by: str, now: datetime) -> None:
        """Raises `OwnAccountError` or `AccountDisabledError`."""
        self._is_administered(by)
        if self.disabled:
            raise AccountDisabledError

        self.disabled, self.slip = True, None
        self._note("停用账户", by, now)

    def enable(self, *, by: str, now: datetime) -> None:
        """Raises `OwnAccountError` or `AccountNotDisabledError`."""
        self._is_administered(by)
        if not self.disabled:
            raise AccountNotDisabledError

        self.disabled = False
        self._note("重新启用账户", by, now)

    def grant(self, *, id: str, role: str, starts_on: date, ends_on: date, by: str, now: datetime) -> Grant:  # noqa: PLR0913
        """Propose a role; in force at once unless it takes two people. The same proposal once more changes nothing.

        Raises `OwnAccountError`, `AccountDisabledError`, `RoleNotGrantableError` or `GrantPeriodError`.
        """
        self._is_administered(by)
        for known in self.grants:
            if known.id == id:
                return known
        if self.disabled:
            raise AccountDisabledError
        grant = Grant.propose(id=id, role=role, starts_on=starts_on, ends_on=ends_on, by=by, now=now)

        self.grants.append(grant)
        self._note(
            f"{'授予' if grant.approved_by else '提出授予'}岗位“{ROLES[role]}”（{starts_on} 至 {ends_on}）", by, now
        )
        return grant

    def approve_grant(self, id: str, *, by: str, now: datetime) -> None:
        """Raises `OwnAccountError`, `GrantMissingError`, `GrantSettledError` or `SecondPersonNeededError`."""
        self._is_administered(by)
        grant = self._grant(id)
        grant.approve(by=by, now=now)
        self._note(f"批准岗位“{ROLES[grant.role]}”", by, now)

    def withdraw_grant(self, id: str, *, by: str, now: datetime) -> None:
        """Raises `OwnAccountError`, `GrantMissingError` or `GrantSettledError`."""
        self._is_administered(by)
        grant = self._grant(id)
        grant.withdraw(by=by, now=now)
        self._note(f"撤销岗位“{ROLES[grant.role]}”", by, now)

    def roles(self, now: datetime) -> frozenset[str]:
        """What is held now."""
        if self.disabled:
            return frozenset()
        return frozenset(grant.role for grant in self.grants if grant.state(now) is GrantState.HELD)

    def waits_for_approval(self, now: datetime) -> bool:
        """Whether a second person has something to decide."""
        return any(grant.state(now) is GrantState.PROPOSED for grant in self.grants)

    def _grant(self, id: str) -> Grant:
        for grant in self.grants:
            if grant.id == id:
                return grant
        raise GrantMissingError

    def _is_administered(self, by: str) -> None:
        if by == self.id:
            raise OwnAccountError

    def _note(self, what: str, by: str, now: datetime) -> None:
        self.history = [*self.history, Change(at=now, by=by, what=what)][-MOST_HISTORY:]
