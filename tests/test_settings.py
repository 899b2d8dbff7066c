"""What an institution may set, service by service: what holds when it says nothing, and between which figures."""

from importlib import import_module

import pytest
from pydantic import SecretStr, ValidationError

REQUIRED = {"field_keys": SecretStr("k1:AAAA"), "token_keys": '{"keys": []}', "event_key": "", "event_keys": ""}
# What holds by itself, what is just refused below, the least, the most, what is just refused above.
FIGURES = {
    ("certification", "issue_block"): (50, 0, 1, 200, 201),
    ("archive", "filing_days"): (14, 0, 1, 365, 366),
    ("incident", "channel_seconds"): (8, 0, 0.001, 15, 15.001),
    ("incident", "channel_tries"): (3, 0, 1, 5, 6),
    ("incident", "storm_seconds"): (20, -0.001, 0, 20, 20.001),
    ("itembank", "items_an_hour"): (60, 0, 1, 1000, 1001),
    ("itembank", "item_exposure"): (3, 0, 1, 1000, 1001),
    ("itembank", "second_key_minutes"): (10, 0, 1, 60, 61),
    ("registration", "most_roster_rows"): (50_000, None, 1, 50_000, None),
    ("registration", "announcement_early_days"): (10, None, 0, 10, None),
    ("scheduling", "workstations_per_examiner"): (5, 0, 1, 100, None),
    ("scheduling", "minutes_between_sites"): (60, -1, 0, 240, 241),
    ("scoring", "sheets_per_piece"): (3, 0, 1, 100, None),
    ("scoring", "sheet_tolerance"): (15, "-0.1", 0, 100, "100.1"),
    ("scoring", "thesis_points"): (40, "-0.1", 0, 100, "100.1"),
}
ELSEWHERE = {
    "registration": {"filed_scope", "photo", "standards"},
    "scheduling": {"odd_teams", "stations_by_occupation", "safety_occupations"},
    "scoring": {"sheet_combination"},
    "certification": {
        "verification_url",
        "font_dir",
        "font_families",
        "signing_pem",
        "earlier_code_keys",
        "seal_images",
        "time_stamp_url",
    },
    "incident": {"mail", "robots", "webhooks", "sms", "font_dir", "font_families"},
}


def settings(service, **said):
    return import_module(f"services.{service}.settings").Settings(**REQUIRED, **said)


@pytest.mark.parametrize(("service", "name"), FIGURES, ids=".".join)
def test_a_figure_holds_by_itself_and_between_the_two_written_here(service, name):
    usual, too_little, least, most, too_much = FIGURES[service, name]

    assert getattr(settings(service), name) == usual
    for allowed in (least, most):
        assert getattr(settings(service, **{name: allowed}), name) == allowed
    for refused in (too_little, too_much):
        if refused is not None:
            with pytest.raises(ValidationError):
                settings(service, **{name: refused})


@pytest.mark.parametrize("service", ["certification", "incident"])
def test_what_is_printed_needs_a_font(service):
    with pytest.raises(ValidationError):
        settings(service, font_families=[])


@pytest.mark.parametrize(
    ("service", "port"),
    [
        ("registration", 8101),
        ("scheduling", 8102),
        ("itembank", 8103),
        ("scoring", 8104),
        ("certification", 8105),
        ("incident", 8106),
        ("archive", 8107),
    ],
)
def test_a_service_has_its_own_port_and_store_and_only_tabled_figures(service, port):
    told = settings(service)
    own = type(told).__annotations__.keys() - {"model_config", "http_port", "store"}

    assert (told.http_port, told.store) == (port, f"sqlite:///{service}.sqlite")
    assert own == {name for owner, name in FIGURES if owner == service} | ELSEWHERE.get(service, set())
