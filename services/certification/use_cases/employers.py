"""Keys of employers: issued, withdrawn."""

from datetime import date

from libs.chassis.domain import Act
from services.certification.domain.verification.employer import EmployerKey
from services.certification.ports import EmployerKeys


async def issue_key(employer_keys: EmployerKeys, employer: str, *, quota: int, until: date, act: Act) -> EmployerKey:
    """Give an employer a key."""
    identifier = f"E-{await employer_keys.count() + 1:06d}"
    key = EmployerKey.issue(employer, id=identifier, quota=quota, until=until, act=act)
    employer_keys.save(key)
    return key


async def withdraw_key(employer_keys: EmployerKeys, key_id: str, *, act: Act) -> None:
    """It opens nothing any more."""
    key = await employer_keys.get(key_id)
    key.withdraw(act)
    employer_keys.save(key)
