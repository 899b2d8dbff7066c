"""The pages keep step with the code: commands, settings, links, snippets, words, the picture, decisions."""

import ast
import base64
import json
import os
import re
import subprocess
import sys
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from joserfc import jwt
from joserfc.jwk import OKPKey

from apps.cli.commands import app
from libs.chassis.identity import ALGORITHM, ISSUER, Tokens, UnauthenticatedError, signed_token
from libs.chassis.service import Service, SimulationInProductionError
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.sqlite import SqliteStore
from libs.contracts.catalogue import contracts, schema

ROOT = Path(__file__).parents[1]
FOLDERS = ("apps", "benchmarks", "docs", "examples", "libs", "services", "tests")
PAGES = sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))])
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DECISIONS = sorted((ROOT / "docs/adr").glob("*.md"))
SECTIONS = ["Context", "Decision", "Consequences", "Alternatives", "References", "Enforced by"]
CODE = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")) if file != Path(__file__)]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SERVICES = sorted(file.parent.name for file in (ROOT / "services").glob("*/settings.py"))


def text_of(page):
    return page.read_text(encoding="utf-8")


def name_of(page):
    return str(page.relative_to(ROOT))


def prose(page):
    """A page without its fenced blocks."""
    return FENCE.sub("", text_of(page))


def code_in(page):
    """What stands in code spans and fenced blocks, each line by itself."""
    blocks = [line for _, block in FENCE.findall(text_of(page)) for line in block.splitlines()]
    return blocks + re.findall(r"`([^`\n]+)`", prose(page))


def snippets():
    """The Python in pages that tell people what to write."""
    for page in [*sorted((ROOT / "docs/howto").glob("*.md")), ROOT / "CONTRIBUTING.md"]:
        found = [block for language, block in FENCE.findall(text_of(page)) if language == "python"]
        for number, block in enumerate(found, start=1):
            yield pytest.param(block, id=f"{page.stem}-{number}")


@pytest.fixture(params=PAGES, ids=name_of)
def page(request):
    return request.param


# ---- commands


def test_every_make_target_that_a_page_names_exists(page):
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))

    named = {target for code in code_in(page) for target in re.findall(r"\bmake ([a-z]+)\b", code)}

    assert named <= targets


def command_of(words):
    """The command that these words name, as far as they go; raises KeyError for a word that is no command."""
    command: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(command, "commands"):
            break
        command = command.commands[word]
    return command


def called(code):
    """The words and options of each `skillseal` call in a line of code."""
    for call in re.findall(r"\bskillseal ([a-z][^#|)`]*)", code):
        words = call.split()
        yield [word for word in words if not word.startswith("-")], [word for word in words if word.startswith("--")]


def test_every_skillseal_command_and_option_that_a_page_names_exists(page):
    unknown = []
    for code in code_in(page):
        for words, options in called(code):
            try:
                known = {option for parameter in command_of(words).params for option in parameter.opts}
            except KeyError as missing:
                unknown.append(f"{code}: no command {missing}")
            else:
                unknown += [f"{code}: no option {option}" for option in options if option not in known]

    assert unknown == []


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readmes_name_every_command(readme):
    group: Any = typer.main.get_command(app)
    top = group.commands
    groups = {name for name, command in top.items() if hasattr(command, "commands")}
    expected = set(top) - groups | {f"{group} {name}" for group in groups for name in top[group].commands}

    named = " ".join(code_in(readme))

    assert [command for command in sorted(expected) if command not in named] == []


# ---- links


def test_every_relative_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    relative = [target for target in targets if not target.startswith(("http://", "https://", "#"))]

    assert [link for link in relative if not (page.parent / link.partition("#")[0]).exists()] == []


# ---- settings


def settings_of(service):
    return import_module(f"services.{service}.settings").Settings


def variables(settings):
    return {f"{settings.model_config['env_prefix']}{field}".upper() for field in settings.model_fields}


def test_every_variable_that_a_page_names_is_read(page):
    known = set().union(*(variables(settings_of(service)) for service in SERVICES))
    for pages in ("gateway", "public"):
        known |= variables(import_module(f"apps.{pages}.settings").Settings)
    of_the_command = {
        variable
        for app in ("cli", "duty_console")
        for file in (ROOT / "apps" / app).glob("*.py")
        for variable in re.findall(r"SKILLSEAL_[A-Z_]+", text_of(file))
    }

    named = set(re.findall(r"SKILLSEAL_[A-Z][A-Z_]*[A-Z]", text_of(page)))

    assert named <= known | of_the_command


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readmes_name_every_setting(readme):
    known = variables(ServiceSettings).union(*(variables(settings_of(service)) for service in SERVICES))

    assert [variable for variable in sorted(known) if f"`{variable}`" not in text_of(readme)] == []


def test_the_readme_of_the_public_page_names_every_setting():
    readme = text_of(ROOT / "apps/public/README.md")
    known = variables(import_module("apps.public.settings").Settings)

    assert [variable for variable in sorted(known) if f"`{variable}`" not in readme] == []


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readmes_tell_the_defaults(readme, monkeypatch):
    secrets: dict[str, Any] = {"field_keys": "k1:", "token_keys": '{"keys": []}', "event_key": "", "event_keys": ""}
    for variable in [name for name in os.environ if name.startswith("SKILLSEAL_")]:
        monkeypatch.delenv(variable)
    rows = re.findall(r"^\| `(SKILLSEAL_\w+)` \| `([^`]+)` \|", text_of(readme), re.MULTILINE)
    untold = ServiceSettings(**secrets)

    for variable, told in rows:
        monkeypatch.setenv(variable, told)

    assert rows
    assert ServiceSettings(**secrets) == untold


# ---- snippets


@pytest.mark.parametrize("snippet", list(snippets()))
def test_a_snippet_is_python_and_runs_where_it_says_so(snippet):
    compiled = compile(snippet, "snippet", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    if snippet.startswith("# runs\n"):
        exec(compiled, {"__name__": "snippet"})  # noqa: S102 -- a page of this repository


# ---- words


def test_what_make_docs_writes_is_current():
    command = [sys.executable, "-m", "docs.generate", "--check"]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr


def test_every_word_of_the_glossary_is_used_by_the_code():
    code = "\n".join(text_of(file) for file in CODE).lower()
    rows = [row for row in text_of(ROOT / "docs/glossary.md").splitlines() if row.startswith("| ")]
    words = [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[2])]

    assert len(words) > len(SERVICES)
    assert [word for word in words if not begins_somewhere(word.lower(), code)] == []


def begins_somewhere(word, code):
    """Not only as the end of a longer word. A pattern that looks behind takes a hundred times as long."""
    at = code.find(word)
    while at > 0 and "a" <= code[at - 1] <= "z":
        at = code.find(word, at + 1)
    return at >= 0


def test_the_glossary_explains_a_word_once():
    rows = [
        row.split("|")[1].strip() for row in text_of(ROOT / "docs/glossary.md").splitlines() if row.startswith("| ")
    ]
    words = [word for word in rows if word != "中文"]

    assert len(words) == len(set(words))


# ---- the picture


def subscriptions():
    """(publisher, fact, subscriber) as `docs/events.md` has them."""
    rows = re.findall(
        r"^\| `(\w+)\.([\w-]+)\.v\d+` \| \w+ \| ([^|]+) \|", text_of(ROOT / "docs/events.md"), re.MULTILINE
    )
    return {
        (publisher, fact, subscriber)
        for publisher, fact, subscribers in rows
        for subscriber in subscribers.split(", ")
        if subscriber != "–"
    }


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_picture_shows_every_subscription(readme):
    [picture] = [block for language, block in FENCE.findall(text_of(readme)) if language == "mermaid"]
    arrows = re.findall(r"^ *(\w+) -->\|([^|]+)\| (\w+)$", picture, re.MULTILINE)

    shown = {(publisher, fact, reader) for publisher, facts, reader in arrows for fact in facts.split(", ")}

    assert shown == subscriptions()
    assert set(re.findall(r"^    (\w+)\[", picture, re.MULTILINE)) == set(SERVICES)


# ---- decisions


def sections(decision):
    return re.split(r"^## (.+)$", text_of(decision), flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_fits_a_screen_and_ends_with_what_enforces_it(decision):
    parts = sections(decision)

    assert parts[::2] == SECTIONS
    assert all(part.strip() for part in parts[1::2])
    assert len(text_of(decision).splitlines()) <= 45


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_what_a_decision_is_enforced_by_exists(decision):
    enforced = sections(decision)[-1]
    missing, tests = [], ""
    for word in re.findall(r"`([^`]+)`", enforced):
        if word.endswith(".py"):
            tests = text_of(ROOT / word)
        elif word.startswith("test_") and f"def {word}(" not in tests:
            missing.append(word)

    assert missing == []


def test_what_is_said_to_hold_the_shape_exists():
    held = text_of(ROOT / "CONTRIBUTING.md").partition("## What holds the shape")[2].partition("\n## ")[0]
    files = [ROOT / "tests/test_architecture.py", *(ROOT / word for word in re.findall(r"`(tests/\w+\.py)`", held))]
    defined = "".join(map(text_of, files))

    assert [word for word in re.findall(r"`(test_\w+)`", held) if f"def {word}(" not in defined] == []


def test_decisions_are_numbered_without_gap():
    assert [int(decision.name[:4]) for decision in DECISIONS] == list(range(1, len(DECISIONS) + 1))


async def test_the_embedded_store_survives_a_power_cut(tmp_path):
    """ADR 0002: 2 is FULL, the only setting under which WAL keeps what was answered."""
    store = SqliteStore(tmp_path / "store.sqlite")
    await store.open([])

    pragmas = [
        store._writer._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
    ]
    reads_alone = store._reading.execute("PRAGMA query_only").fetchone()[0]
    await store.close()

    assert (pragmas, reads_alone) == ([2, "wal"], 1)


def test_motor_is_not_used():
    """ADR 0003."""
    assert [name for name, packages in imported_by_file().items() if "motor" in packages] == []
    assert not re.search(r"^motor==", text_of(ROOT / "requirements-dev.txt"), re.MULTILINE)


@cache
def imported_by_file():
    """File → the top-level packages that it imports."""
    found: dict[str, set[str]] = {}
    for file in CODE:
        for node in ast.walk(ast.parse(text_of(file))):
            match node:
                case ast.Import(names=names):
                    modules = [name.name for name in names]
                case ast.ImportFrom(module=str(module)):
                    modules = [module]
                case _:
                    continue
            found.setdefault(name_of(file), set()).update(module.partition(".")[0] for module in modules)
    return found


def test_only_the_chassis_knows_the_bus_library():
    """ADR 0006."""
    users = {name for name, packages in imported_by_file().items() if "faststream" in packages}

    assert users
    assert [name for name in users if not name.startswith("libs/chassis/")] == []


def test_no_event_has_a_field_for_an_answer_or_a_key():
    """ADR 0011: the bus carries digests and custody of a paper, nothing of what is in it."""
    content = {
        "answer",
        "answers",
        "key",
        "keys",
        "content",
        "stem",
        "options",
        "criteria",
        "questions",
        "tasks",
        "seed",
    }
    fields = {
        (routing_key, field)
        for routing_key, contract in contracts().items()
        for part in (schema(contract), *schema(contract).get("$defs", {}).values())
        for field in part.get("properties", {})
    }

    assert [told for told in sorted(fields) if told[1] in content] == []


def a_key():
    return OKPKey.generate_key("Ed25519", parameters={"kid": "k"})


def public(key):
    return {"keys": [key.as_dict(private=False)]}


def test_production_refuses_a_simulated_clock():
    """ADR 0012."""
    settings = ServiceSettings(
        simulation=True,
        production=True,
        field_keys=f"k1:{base64.b64encode(bytes(32)).decode()}",
        token_keys=json.dumps(public(a_key())),
        event_key="",
        event_keys="",
    )

    with pytest.raises(SimulationInProductionError):
        Service("some", settings)


def test_a_token_under_the_deprecated_name_is_refused():
    """ADR 0013: the same key, the same signature, another name."""
    key = a_key()
    expires = datetime.now(UTC) + timedelta(hours=1)
    claims = {"iss": ISSUER, "sub": "S-0001", "roles": ["reception"], "exp": int(expires.timestamp())}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = jwt.encode({"alg": "EdDSA", "kid": "k"}, claims, key, algorithms=["EdDSA"])

    assert ALGORITHM == "Ed25519"
    assert (
        Tokens(public(key)).actor(f"Bearer {signed_token(key, 'S-0001', ['reception'], expires=expires)}").id
        == "S-0001"
    )
    with pytest.raises(UnauthenticatedError):
        Tokens(public(key)).actor(f"Bearer {old}")


@pytest.mark.parametrize(
    "lock",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-public.txt",
        "requirements-gateway.txt",
        "requirements-duty-console.txt",
    ],
)
def test_every_pin_has_a_hash_and_no_address(lock):
    """ADR 0014."""
    lines = text_of(ROOT / lock).replace("\\\n", " ").splitlines()
    pins = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]

    assert pins
    assert [pin for pin in pins if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+.* --hash=sha256:[0-9a-f]{64}", pin)] == []
    assert "://" not in text_of(ROOT / lock)


def test_the_licence_is_the_one_that_the_project_names():
    text = text_of(ROOT / "LICENSE")

    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
