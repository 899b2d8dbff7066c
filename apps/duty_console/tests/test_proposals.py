import pytest

from apps.duty_console.pages.proposals import in_words, sessions_to_name


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            {
                "type": "make-up-time",
                "session_ids": ["S-1"],
                "minutes": 20,
                "interrupted_at": "2020-09-19T01:20:00Z",
                "restored_at": "2020-09-19T01:40:00Z",
            },
            ["分钟：20", "中断于：09-19 09:20:00", "恢复于：09-19 09:40:00"],
        ),
        ({"type": "reprint", "source": "copy", "copies": 30}, ["方式：复印", "份数：30"]),
        (
            {"type": "reschedule", "new_date": "2026-09-21", "site": "", "use_spare": True},
            ["改期到：2026-09-21", "使用备用试卷：是"],
        ),
        ({"type": "repair", "text": "更换投影仪"}, ["要做什么：更换投影仪"]),
    ],
)
def test_who_approves_reads_the_minutes_times_and_words_of_what_is_approved(measure, said):
    assert in_words(measure) == said


def test_a_measure_offers_the_days_sessions_first_the_reports_or_its_rooms():
    day = [
        {"session_id": i, "batch_id": batch, "room": room, "part": "theory", "starts_at": f"2020-09-19T0{at}:00:00Z"}
        for i, batch, room, at in (
            ("a", "b", "第一考场", 1),
            ("b", "b", "第二考场", 1),
            ("c", "b", "第二考场", 6),
            ("d", "other", "第三考场", 1),
        )
    ]

    of_the_room = sessions_to_name({"batch_id": "b", "session_ids": [], "room": "第二考场"}, day)
    of_the_report = sessions_to_name({"batch_id": "b", "session_ids": ["c", "gone"], "room": "第一考场"}, day)

    assert of_the_room["b"] == "第二考场 · 理论 · 09-19 09:00:00"
    assert list(of_the_room) == ["b", "c", "a"]
    assert list(of_the_report) == ["gone", "c", "a", "b"]
