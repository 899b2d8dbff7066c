"""How a sealed key is opened."""

import json

from pydantic import ValidationError

from libs.chassis.sealing import FieldCipher, SealBrokenError
from libs.contracts.itembank import ReleasedKey
from libs.contracts.sealing import Purpose
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.errors.answer_key import KeyUnreadableError


class KeySeals:
    """Opens sealed keys with the field key that item bank and scoring share."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def open(self, key: AnswerKey, /) -> str:
        """What is in the sealed key of exactly this paper; raises `KeyUnreadableError`."""
        try:
            opened = self._cipher.open(key.sealed_key, purpose=Purpose.ANSWER_KEY, owner=key.id)
            released = ReleasedKey.model_validate_json(opened)
        except (SealBrokenError, ValidationError) as unreadable:
            raise KeyUnreadableError(key.id) from unreadable
        if (released.paper_id, released.form, released.digest) != (key.id, key.form, key.paper_digest):
            raise KeyUnreadableError(key.id)
        return json.dumps(released.key)

    def seal(self, key: AnswerKey, opened: str, /) -> str:
        """A corrected key, sealed for the same paper."""
        released = ReleasedKey(paper_id=key.id, form=key.form, digest=key.paper_digest, key=json.loads(opened))
        return self._cipher.seal(released.model_dump_json(), purpose=Purpose.ANSWER_KEY, owner=key.id)
