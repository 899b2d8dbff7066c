from apps.duty_console.board import Board, is_waiting


def a_line(incident_id, **differs):
    return {
        "incident_id": incident_id,
        "revision": 1,
        "closed_at": None,
        "drill": False,
        "tier": "general",
        "next_due_at": "2026-09-19T01:30:00Z",
        "discovered_at": "2026-09-19T01:20:00Z",
        "held_by": [],
        **differs,
    }


def ids(board, *, drill=False):
    return [line["incident_id"] for line in board.shown(drill=drill)]


def test_the_next_deadline_comes_first_then_the_major_tier_then_the_earlier_discovery():
    board = Board()
    for line in (
        a_line("without", next_due_at=None),
        a_line("later", next_due_at="2026-09-19T01:31:00Z"),
        a_line("general", discovered_at="2026-09-19T01:21:00Z"),
        a_line("earlier"),
        a_line("major", tier="major", discovered_at="2026-09-19T01:25:00Z"),
    ):
        board.take(line)

    assert ids(board) == ["major", "earlier", "general", "later", "without"]


def test_what_was_heard_already_or_is_older_changes_nothing():
    board = Board()
    board.take(a_line("a", revision=3, held_by=["S-0401"]))

    assert not board.take(a_line("a", revision=3))
    assert not board.take(a_line("a", revision=2))
    assert [line["held_by"] for line in board.shown(drill=False)] == [["S-0401"]]


def test_what_is_closed_leaves_and_does_not_come_back_by_an_old_line():
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
