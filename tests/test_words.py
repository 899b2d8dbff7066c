"""One word means one thing: a class name that two services have stands here, with the reason."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]

FOLLOWED = "the same thing in the real world; this service keeps what another told of it"
SHARED = {
    "Batch": FOLLOWED,
    "Candidate": FOLLOWED,
    "ExamDay": "a day of examinations; scheduling keeps who uses it, the incident service what must be ready on it",
    "Disposition": "an order of the incident service; each that obeys has an answering event of its own, and no base",
    "Finding": "what was found on looking: of an application what stands against it, of an incident what it is",
    "Notice": "公示 and 通知: the field has two words, English one; no service has both",
    "Objection": FOLLOWED,
    "Paper": FOLLOWED,
    "PartResult": FOLLOWED,
    "Result": FOLLOWED,
    "Session": FOLLOWED,
    "Statement": "what is said to the public: an announcement's contents, and the one voice in an incident",
    "Title": "a professional title (职称); registration asks for it of candidates, scheduling of examiners",
}


def test_a_name_that_two_services_have_stands_here_with_its_reason():
    services = defaultdict(set)
    for file in (ROOT / "services").glob("*/domain/**/*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not node.name.endswith("Error"):
                services[node.name].add(file.relative_to(ROOT).parts[1])

    assert {name for name, having in services.items() if len(having) > 1} == set(SHARED)
