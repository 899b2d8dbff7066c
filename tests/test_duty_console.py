"""The words of the duty console are those of the incident service, which it may not import."""

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from apps.duty_console import board, words
from apps.duty_console.pages import deeds, proposals
from apps.duty_console.pages.fields import take
from apps.web.words import CHANNELS, POSTS, ROLES
from libs.chassis.web.access import Access
from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.first_report import Hop
from services.incident.domain.measures.disposition import DispositionState
from services.incident.domain.measures.measures import MeasureType
from services.incident.domain.notices.notice import Channel
from services.incident.domain.people import Role
from services.incident.domain.record.reports import FollowUpKind, ReportForm
from services.incident.domain.record.timeline import EntryKind
from services.incident.routes import ROUTERS
from services.incident.routes.measure_bodies import MeasureBody, measure_of


def test_every_step_of_a_timeline_is_called_as_the_service_calls_it():
    assert {step.value: step.zh for step in EntryKind} == words.STEPS


def test_every_role_of_the_plan_is_called_as_the_plan_calls_it():
    assert {role.value: role.zh for role in Role}.items() <= ROLES.items()


@pytest.mark.parametrize(("known", "codes"), [(CHANNELS, Channel), (words.DISPOSITION_STATES, DispositionState)])
def test_every_code_has_a_word(known, codes):
    assert set(known) == {code.value for code in codes}


def test_every_post_is_called_as_the_plan_calls_it():
    assert {post.value: post.zh for post in Post} == POSTS


@pytest.mark.parametrize(
    ("roles", "path"),
    [
        (board.WATCHERS, "/incidents/stream"),
        (board.REGISTER_READERS, "/incidents/statistics"),
        (board.ON_THE_LADDER, "/incidents/{incident_id}/acknowledgements"),
        (deeds.OPEN_TO["h"], "/incidents/{incident_id}/dispositions"),
        (deeds.OPEN_TO["u"], "/incidents/{incident_id}/follow-ups"),
        (deeds.OPEN_TO["c"], "/incidents/{incident_id}/closure"),
        (deeds.OPEN_TO["e"], "/incidents/{incident_id}/reclassification"),
        (deeds.OPEN_TO["t"], "/incidents/{incident_id}/corrections"),
        (deeds.OPEN_TO["o"], "/incidents/{incident_id}/reporter"),
        (deeds.OPEN_TO["v"], "/incidents/{incident_id}/mergers"),
    ],
)
def test_what_is_offered_to_whom_is_what_the_service_takes_from_whom(roles, path):
    [route] = [one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute) and one.path == path]
    [access] = [one.call for one in route.dependant.dependencies if isinstance(one.call, Access)]

    assert set(access.roles) == roles


A_PAGE = {"batch_id": "b-1", "room": "", "session_ids": ["s-1"], "discovered_at": "2026-09-19T01:20:00+00:00"}
TYPED = {"several": "s-1", "number": "20", "choice": "s-1", "date": "2026-09-26", "lines": "a-1 a-2", "check": "true"}


@pytest.mark.parametrize("measure", MeasureType)
def test_every_measure_can_be_proposed_with_the_form_the_console_draws(measure):
    fields = proposals.fields_of(measure.value, A_PAGE, [])
    typed = [(one.name, next(iter(one.options), one.value) or TYPED.get(one.kind, "S-1")) for one in fields]

    body = TypeAdapter(MeasureBody).validate_python({"type": measure.value, **take(fields, typed)})

    assert measure_of(body).by_people is (measure.value not in proposals.CARRIED_OUT_BY_SERVICES)


def test_what_follows_and_its_telling_are_named_as_in_the_plan():
    assert {kind.value: kind.zh for kind in FollowUpKind} == words.FOLLOW_UPS
    assert {hop.value for hop in Hop} == words.HOPS.keys()
    assert {form.value for form in ReportForm} == words.REPORT_FORMS.keys()
