import pytest

from apps.duty_console.pages.proposals import in_words


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
