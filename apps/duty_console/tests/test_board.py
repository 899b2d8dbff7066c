import pytest

from apps.duty_console.board import Board, due, is_overdue, is_waiting, named, next_act, nobody_was_told


def a_line(incident_id, **differs):
    return {
        "incident_id": incident_id,
        "revision": 1,
        "closed_at": None,
        "drill": False,
        "tier": "general",
        "next_due": "ladder",
        "next_due_at": "2026-09-19T01:30:00Z",
        "first_report_at": "2026-09-19T01:21:00Z",
        "first_report_due_at": "2026-09-19T01:30:00Z",
        "discovered_at": "2026-09-19T01:20:00Z",
        "held_by": [],
        "site": "主考点",
        "room": "第一考场",
        "name": "停电",
        "people": [],
        "overdue_at": None,
        "overdue": None,
        "overdue_since": None,
        "next_act": None,
        "unreached": [],
        "unreached_since": None,
        "called": [],
        **differs,
    }


def ids(board, *, drill=False):
    return [line["incident_id"] for line in board.shown(drill=drill)]


def test_major_comes_first_then_what_is_due_then_the_earlier_discovery():
    board = Board()
    for line in (
        a_line("without", next_due_at=None),
        a_line("later", next_due_at="2026-09-19T01:31:00Z"),
        a_line("general", discovered_at="2026-09-19T01:21:00Z"),
        a_line("earlier"),
        a_line("major", tier="major", next_due_at="2026-09-19T01:59:00Z"),
        a_line("offset", next_due_at="2026-09-19T09:00:00+08:00"),
    ):
        board.take(line)

    assert ids(board) == ["major", "offset", "earlier", "general", "later", "without"]


def test_a_missing_first_report_is_what_is_due_long_after_ten_minutes():
    unreported = a_line("a", first_report_at=None, next_due_at="2026-09-19T02:10:00Z")

    assert due(unreported) == ("first-report", "2026-09-19T01:30:00Z")
    assert due(a_line("a")) == ("ladder", "2026-09-19T01:30:00Z")
    assert due(a_line("a", next_due_at=None))[0] == ""


@pytest.mark.parametrize(
    ("act", "key"),
    [("acknowledgement", "a"), ("first-report", "l"), ("stage-report", "g"), ("disposition", "p"), (None, "")],
)
def test_what_the_service_says_is_next_has_its_key(act, key):
    assert next_act(a_line("a", next_act=act), {"leading-group"}) == key


def test_whoever_is_not_on_the_ladder_is_not_asked_to_take_over():
    assert next_act(a_line("a", next_act="acknowledgement"), {"auditor"}) == ""


def test_what_is_overdue_is_due_since_then():
    since = "2026-09-19T01:10:00Z"
    late = a_line("a", overdue="stage-report", overdue_since=since)

    assert (is_overdue(late), due(late)) == (True, ("stage-report", since))
    assert is_overdue(a_line("a", first_report_at=None, overdue_at=since))
    assert not is_overdue(a_line("a", overdue_at=since))


def test_a_post_whose_call_reached_nobody_is_not_said_to_know():
    called = [{"person_id": "S-0901", "name": "", "office": "", "post": "site-head", "unreached": False}]
    inspector = [{"post": "inspector", "name": "巡考人员"}]

    assert nobody_was_told(a_line("a"), "site-head"), "there is no duty list"
    assert nobody_was_told(a_line("a", called=called, unreached=inspector), "inspector")
    assert not nobody_was_told(a_line("a", called=called, unreached=inspector), "site-head")


def test_an_incident_told_to_nobody_comes_first_in_words_unless_a_drill():
    board = Board()
    since = "2026-09-19T01:25:00Z"
    posts = [{"post": "site-head", "name": "考点负责人"}, {"post": "inspector", "name": "巡考人员"}]
    board.take(a_line("major", tier="major"))
    board.take(a_line("unreached", unreached_since=since, unreached=posts))
    board.take(a_line("drill", drill=True, unreached_since=since, unreached=posts))

    assert ids(board) == ["unreached", "major"]
    words = "主考点 第一考场 停电：考点负责人、巡考人员"
    assert board.unreached() == [{"incident_id": "unreached", "since": since, "words": words}]


def test_people_are_named_with_office_or_by_number_when_nothing_is_known():
    people = [
        {"person_id": "S-1", "name": "陈站", "office": "考点负责人"},
        {"person_id": "S-2", "name": "", "office": "监考人员"},
        {"person_id": "S-3", "name": "", "office": ""},
    ]

    assert named(a_line("a", people=people)) == {"S-1": "陈站（考点负责人）", "S-2": "S-2（监考人员）", "S-3": "S-3"}


def test_what_was_heard_already_or_is_older_changes_nothing():
    board = Board()
    board.take(a_line("a", revision=3, held_by=["S-0401"]))

    assert not board.take(a_line("a", revision=3))
    assert not board.take(a_line("a", revision=2))
    assert [line["held_by"] for line in board.shown(drill=False)] == [["S-0401"]]


def test_what_is_closed_leaves_and_no_old_line_brings_it_back():
    board = Board()
    board.take(a_line("a"))
    board.take(a_line("a", revision=3, closed_at="2026-09-19T03:00:00Z"))

    assert not board.take(a_line("a", revision=2))
    assert ids(board) == []


def test_drills_and_incidents_are_never_shown_together():
    board = Board()
    board.take(a_line("real"))
    board.take(a_line("drill", drill=True))

    assert (ids(board), ids(board, drill=True)) == (["real"], ["drill"])


def test_what_nobody_holds_rings():
    assert is_waiting(a_line("a"))
    assert not is_waiting(a_line("a", held_by=["S-0401"]))
