"""Passkeys (WebAuthn): what a browser is asked to make or to show, and whether its answer is true."""

import ipaddress
import json
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import PasskeyRefusedError
from apps.gateway.domain.passkey import Passkey, ShownPasskey

NAME = "技能等级认定"


class Passkeys:
    """Those of one host: a browser shows them nowhere else. They are asked for by name alone, so no account is told."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._host = urlsplit(origin).hostname or ""

    @classmethod
    def at(cls, gateway_url: str) -> "Passkeys | None":
        """None where browsers know none: they are bound to a name, and an address is none."""
        parts = urlsplit(gateway_url)
        with suppress(ValueError):
            ipaddress.ip_address(parts.hostname or "")
            return None
        return cls(f"{parts.scheme}://{parts.netloc}") if parts.hostname else None

    def to_make(self, account: Account, challenge: bytes) -> str:
        """What a browser is asked for: a passkey that this account does not have yet."""
        return options_to_json(
            webauthn.generate_registration_options(
                rp_id=self._host,
                rp_name=NAME,
                user_id=account.id.encode(),
                user_name=account.id,
                user_display_name=account.name,
                challenge=challenge,
                exclude_credentials=_those_of(account),
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.DISCOURAGED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
            )
        )

    def made(self, answer: str, challenge: bytes, *, name: str, now: datetime) -> Passkey:
        """Raises `PasskeyRefusedError`."""
        try:
            told = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise PasskeyRefusedError from None
        return Passkey(
            id=bytes_to_base64url(told.credential_id),
            public_key=bytes_to_base64url(told.credential_public_key),
            name=name,
            count=told.sign_count,
            added_at=now,
        )

    def to_show(self, account: Account, challenge: bytes) -> str:
        """What a browser is asked for: one of the passkeys of this account."""
        return options_to_json(
            webauthn.generate_authentication_options(
                rp_id=self._host,
                challenge=challenge,
                allow_credentials=_those_of(account),
                user_verification=UserVerificationRequirement.PREFERRED,
            )
        )

    def shown(self, answer: str, challenge: bytes, account: Account) -> ShownPasskey | None:
        """Which one was shown, and how often so far; None if it is none of this account's, or forged."""
        try:
            known = account.passkey(str(json.loads(answer)["id"]))
            if known is None:
                return None
            told = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=base64url_to_bytes(known.public_key),
                credential_current_sign_count=known.count,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return ShownPasskey(id=known.id, count=told.new_sign_count)


def _those_of(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.id)) for one in account.passkeys]
