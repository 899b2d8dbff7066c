"""The words of the duty console are those of the incident service, which it may not import."""

import pytest

from apps.duty_console import words
from services.incident.domain.dispositions import DispositionState
from services.incident.domain.notices import Channel
from services.incident.domain.people import Role
from services.incident.domain.timeline import Step


def test_every_step_of_a_timeline_is_called_as_the_service_calls_it():
    assert {step.value: step.zh for step in Step} == words.STEPS


def test_every_role_of_the_plan_is_called_as_the_plan_calls_it():
    assert {role.value: role.zh for role in Role}.items() <= words.ROLES.items()


@pytest.mark.parametrize(("known", "codes"), [(words.CHANNELS, Channel), (words.DISPOSITION_STATES, DispositionState)])
def test_every_code_has_a_word(known, codes):
    assert set(known) == {code.value for code in codes}
