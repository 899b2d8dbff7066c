"""Accounts of the system to look at: everybody comes in as people do, by a slip, and what they need is written down.

Nothing in the gateway knows of it: whoever reads the file of second factors could read the keys beside it as well.
"""

import json
import os
import re
import secrets
import string
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import httpx
import pyotp

from apps.cli.account import ADMINISTRATOR, FACTORS
from apps.cli.system import GATEWAY, System
from apps.demo.office import RefusedError

ADMINISTRATORS = {"A-0001": "账户管理员甲", "A-0002": "账户管理员乙"}
A_YEAR = timedelta(days=365)
SECRET = re.compile(r'class="secret">([A-Z2-7]+)<')


def a_password() -> str:
    """Three groups of letters that nobody mistakes for each other."""
    letters = sorted(set(string.ascii_lowercase) - set("ilo"))
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


class FrontDoor:
    """The gateway as a browser of this machine sees it: each person with cookies of their own."""

    def __init__(self, system: System, password: str) -> None:
        self._address = system.pages[GATEWAY]
        self._operator = system.token("operator:demo", ["operator"])
        self._password = password
        self._file = system.state_dir / FACTORS
        self._cookies: dict[str, dict[str, str]] = {}
        self._factors: dict[str, str] = {}
        self._http = httpx.Client(base_url=self._address, timeout=60.0, trust_env=False)

    def let_in(self, people: Sequence[Mapping[str, Any]], *, today: date) -> None:
        """An account for each, opened by its slip, with their roles; two administrators first."""
        for number, name in ADMINISTRATORS.items():
            slip = self._add(number, name)
            self._grant(number, ADMINISTRATOR, today=today)
            self._activate(number, slip)
        for person in people:
            slip = self._add(person["staff_id"], person["name"])
            for role in person["roles"]:
                self._grant(person["staff_id"], role, today=today)
            self._activate(person["staff_id"], slip)
        self._write()

    def _add(self, number: str, name: str) -> str:
        made = self._told("", account_id=number, name=name, request=uuid.uuid4().hex)
        return str(made["slip"])

    def _grant(self, number: str, role: str, *, today: date) -> None:
        """What takes two people, an administrator approves."""
        grant, ends_on = uuid.uuid4().hex, today + A_YEAR
        days = {"starts_on": today.isoformat(), "ends_on": ends_on.isoformat()}
        if self._told(f"/{number}/grants", id=grant, role=role, **days)["state"] == "proposed":
            by = next(iter(ADMINISTRATORS))
            self._sent(by, f"/accounts/{number}/grants/{grant}/approve")

    def _activate(self, number: str, slip: str) -> None:
        self._sent(number, "/activate", account_id=number, slip=slip)
        page = self._asked("GET", "/activate/account", number)
        found = SECRET.search(page.text)
        if not found:
            raise RefusedError("GET", "/activate/account", page.status_code, "no second factor is offered")
        self._factors[number] = found[1]
        typed = {"password": self._password, "again": self._password, "code": pyotp.TOTP(found[1]).now()}
        self._sent(number, "/activate/account", **typed)

    def _told(self, path: str, **body: Any) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {self._operator}", "Origin": self._address, "Idempotency-Key": uuid.uuid4().hex,
        }  # fmt: skip
        answer = self._http.post(f"/operator/accounts{path}", json=body, headers=headers)
        told: dict[str, Any] = answer.raise_for_status().json()
        return told

    def _sent(self, person: str, path: str, **typed: str) -> None:
        """A form that is taken leads on; to sign in or to prove oneself is no way on."""
        answer = self._asked("POST", path, person, data=typed)
        further = answer.headers.get("Location", "")
        if answer.status_code != httpx.codes.SEE_OTHER or further.startswith(("/sign-in", "/step-up")):
            raise RefusedError("POST", path, answer.status_code, further)

    def _asked(self, method: str, path: str, person: str, **content: Any) -> httpx.Response:
        """Cookies are kept by hand: these are for TLS or a browser of this machine."""
        cookies = self._cookies.setdefault(person, {})
        told = {"Origin": self._address, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        answer = self._http.request(method, path, headers=told, **content)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            cookies[name] = value
        return answer

    def _write(self) -> None:
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            json.dump(self._factors, opened)
