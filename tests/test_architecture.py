"""House rules that neither ruff nor import-linter can state; `pyproject.toml` holds the rest."""

import ast
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SERVICES = sorted(file.parent for file in (ROOT / "services").glob("*/__init__.py"))
GATEWAY = ROOT / "apps/gateway"
FOLDERS = ("apps", "benchmarks", "docs", "examples", "libs", "services", "tests")
CODE = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.datetime.now"}
DICE = {"uuid4", "uuid.uuid4", "random.random", "secrets.token_hex", "os.urandom"}


def parsed(files):
    return [(file.relative_to(ROOT), tree_of(file)) for file in files]


@cache
def tree_of(file):
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def nodes(tree):
    """A walk through a whole file takes as long as reading it, and most rules want one."""
    return tuple(ast.walk(tree))


def in_tests(file):
    return "tests" in file.relative_to(ROOT).parts


def calls(tree):
    """The dotted text of everything that is called."""
    return [ast.unparse(node.func) for node in nodes(tree) if isinstance(node, ast.Call)]


def pure(service):
    """Where rules are decided: the domain, the use cases, and what they need."""
    files = [service / "ports.py", service / "use_cases.py", *(service / "domain").rglob("*.py")]
    return [file for file in [*files, *(service / "use_cases").rglob("*.py")] if file.exists()]


def error_files(service):
    """`errors.py`, of the domain or of a folder of it, and the files of `domain/errors` where that is a package."""
    files = sorted((service / "domain").rglob("*.py"))
    return [file for file in files if file.name == "errors.py" or file.parent.name == "errors"]


def errors_of(service):
    classes = [node for _, tree in parsed(error_files(service)) for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: node for node in classes if node.name.endswith("Error")}


def slug_of(error):
    """The slug that a refusal writes, or else its name in kebab case, as `DomainError` has it."""
    for statement in error.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="slug")], value=ast.Constant(value=str(slug))):
                return slug
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.name.removesuffix("Error")).lower()


@pytest.fixture(params=[*SERVICES, GATEWAY], ids=lambda service: service.name)
def service(request):
    return request.param


def test_there_are_eight_services():
    assert [service.name for service in SERVICES] == [
        "archive",
        "certification",
        "incident",
        "itembank",
        "registration",
        "scheduling",
        "scoring",
        "sync",
    ]


def test_a_service_has_the_files_that_all_have(service):
    for name in ("README.md", "main.py", "settings.py", "domain/__init__.py", "tests/__init__.py"):
        assert (service / name).exists(), name


def test_rules_are_told_the_time_and_their_ids(service):
    """Style 8 and 9: the clock is read, and ids are made, at the edge."""
    found = [(str(file), call) for file, tree in parsed(pure(service)) for call in calls(tree) if call in CLOCKS | DICE]

    assert found == []


def test_the_domain_does_not_wait(service):
    """Style 4: no `async` where rules are kept."""
    asynchronous = [
        f"{file}:{node.lineno}"
        for file, tree in parsed((service / "domain").rglob("*.py"))
        for node in nodes(tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
    ]

    assert asynchronous == []


def test_only_the_edge_commits():
    """Style 12: one message or request, one transaction, opened and closed by the chassis."""
    found = [
        str(file)
        for file, tree in parsed(file for file in CODE if not in_tests(file))
        for call in calls(tree)
        if call.endswith(".commit") and file.parts[:2] != ("libs", "chassis")
    ]

    assert found == []


def test_nothing_is_loaded_only_to_be_overwritten():
    """What is stored in place of something else is `put`; a reader would delete a load whose answer nobody takes."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in parsed(file for file in CODE if not in_tests(file))
        for node in nodes(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Await) and ".find_one(" in ast.unparse(node)
    ]

    assert found == []


def test_every_refusal_has_a_slug_of_its_own(service):
    slugs = Counter(slug_of(error) for error in errors_of(service).values())

    assert [slug for slug, times in slugs.items() if times > 1] == []
    assert [slug for slug in slugs if not KEBAB.fullmatch(slug)] == []


def test_every_refusal_says_which_rule_it_keeps_or_why(service):
    assert [name for name, error in errors_of(service).items() if not ast.get_docstring(error)] == []


def test_refusals_are_used(service):
    """A refusal that nothing raises keeps no rule."""
    names = set(errors_of(service))
    elsewhere = [file for file in service.rglob("*.py") if file not in error_files(service) and not in_tests(file)]
    used = {node.id for _, tree in parsed(elsewhere) for node in nodes(tree) if isinstance(node, ast.Name)}

    assert names - used - bases(service) == set()


def bases(service):
    """Refusals that only group others."""
    return {ast.unparse(base) for error in errors_of(service).values() for base in error.bases}


def test_nothing_is_mocked():
    """Style 29: hand-written fakes, and tests through the front door."""
    found = [
        str(file)
        for file, tree in parsed(CODE)
        for node in nodes(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node)
    ]

    assert found == []


def test_every_route_lives_where_the_gateway_looks_for_it(service):
    """Routes are declared in `routes`, subscribers in `subscribers`: nowhere else is HTTP or the bus named."""
    edges = {f"libs.chassis.{name}" for name in ("web.http", "bus.consuming", "bus.subscriptions", "time.timers")}
    found = [
        str(file)
        for file, tree in parsed(file for file in service.rglob("*.py") if not in_tests(file))
        for node in nodes(tree)
        if isinstance(node, ast.ImportFrom) and node.module in edges
        if file.parts[2].removesuffix(".py") not in {"routes", "subscribers"}
    ]

    assert found == []


WINGS = sorted(file.parent for file in (ROOT / "libs/chassis").glob("*/__init__.py") if file.parent.name != "tests")
MOST_MODULES = 14
FEWEST_WORDS = 5


def test_a_wing_of_the_chassis_is_small_and_its_package_one_sentence():
    """`domain` alone is imported as a package: one import line of a service's rules names all that they may see."""
    modules = {wing.name: len(list(wing.glob("*.py"))) - 1 for wing in [*WINGS, ROOT / "libs/chassis"]}
    filled = [wing.name for wing in WINGS if len(tree_of(wing / "__init__.py").body) > 1]

    assert [name for name, count in modules.items() if count > MOST_MODULES] == []
    assert filled == ["domain"]


EXAM_WORDS = {
    "announcement",
    "blueprint",
    "bulletin",
    "candidate",
    "certificate",
    "certification",
    "disposition",
    "enrolment",
    "exam",
    "examiner",
    "incident",
    "invigilator",
    "itembank",
    "ladder",
    "objection",
    "occupation",
    "paper",
    "proctor",
    "resit",
    "roster",
    "scheduling",
    "score",
    "scoring",
    "seat",
    "ticket",
}
IDENTIFIER_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@pytest.mark.parametrize("library", ["chassis", "forms"])
def test_the_chassis_and_the_forms_know_no_exam_word(library):
    """Its tests keep parcels and depots; what is about examinations belongs to the services and the contracts."""
    found = [
        f"{file}: {name}"
        for file, tree in parsed(file for file in (ROOT / "libs" / library).rglob("*.py") if not in_tests(file))
        for name in identifiers(tree)
        if not EXAM_WORDS.isdisjoint(word.lower().removesuffix("s") for word in IDENTIFIER_PARTS.findall(name))
    ]

    assert found == []


def identifiers(tree):
    """Every name that a file gives or uses, but what it takes from elsewhere."""
    for node in nodes(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def chassis():
    """The chassis without its tests."""
    return parsed(file for file in sorted((ROOT / "libs/chassis").rglob("*.py")) if not in_tests(file))


def test_a_fraction_that_the_chassis_counts_by_says_of_what():
    assert without_unit(chassis()) == []


def without_unit(files):
    """Fractions of which the name does not say what they count."""
    return [
        f"{file}: {name}"
        for file, tree in files
        for name, value in constants(tree)
        if isinstance(value, float) and not name.endswith(("_SECONDS", "_MS", "_SHARE"))
    ]


def constants(tree):
    """The numbers that a module gives a name."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                yield name, value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from constants(
                    ast.Module([ast.Assign([n], v) for n, v in zip(names, values, strict=True)], type_ignores=[])
                )


def test_the_chassis_says_why_in_one_line_of_a_hundred():
    lines = [line for file, _ in chassis() for line in (ROOT / file).read_text("utf-8").splitlines()]
    comments = [line for line in lines if line.lstrip().startswith("#")]

    assert len(comments) * 100 >= len(lines)


def test_what_a_public_function_of_the_chassis_raises_stands_in_its_docstring():
    """In that of the class, if it is raised while one is made."""
    silent = [
        f"{file}:{function.lineno} {name}"
        for file, tree in chassis()
        for function, told in public_functions(tree)
        for name in raised_by(function)
        if name not in told
    ]

    assert silent == []


def public_functions(scope, told_by_class=""):
    """Functions that others may call, each with what tells of it."""
    for node in scope.body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield from public_functions(node, ast.get_docstring(node) or "")
            case ast.FunctionDef(name="__init__"):
                yield node, told_by_class
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name == "__call__" or name[0] != "_":
                yield node, ast.get_docstring(node) or ""


def raised_by(function):
    """The names of what a function itself raises, not what the functions within it do."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Raise) and node.exc:
            name = ast.unparse(node.exc).partition("(")[0]
            if name.rpartition(".")[2][0].isupper():  # not what was caught, nor what a collection declares
                yield name
        waiting += ast.iter_child_nodes(node)


def test_a_docstring_of_the_chassis_says_something_or_is_not_there():
    assert fillers(chassis()) == []


def fillers(files):
    return [
        f"{file}: {docstring}"
        for file, tree in files
        for node in nodes(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if (docstring := ast.get_docstring(node)) and len(docstring.split()) < FEWEST_WORDS
    ]


@pytest.mark.parametrize("folder", ["libs/chassis", *(f"services/{service.name}" for service in SERVICES)])
def test_a_protocol_has_two_implementations_or_says_why_it_has_one(folder):
    """A fake counts."""
    unexplained = [
        f"{file}: {protocol.name}"
        for file, tree in parsed(file for file in sorted((ROOT / folder).rglob("*.py")) if not in_tests(file))
        for protocol in tree.body
        if isinstance(protocol, ast.ClassDef) and is_protocol(protocol)
        if "# one implementation" not in (ROOT / file).read_text("utf-8").splitlines()[protocol.lineno - 1]
        if sum(members(protocol) <= has for has in implementations().values()) < FEWEST_IMPLEMENTATIONS
    ]

    assert unexplained == []


FEWEST_IMPLEMENTATIONS = 2


def is_protocol(cls):
    return any(ast.unparse(base).partition("[")[0] == "Protocol" for base in cls.bases)


@cache
def members(cls):
    """What a class says that it has: methods, annotated fields, what its constructor sets."""
    names = set()
    for node in ast.walk(cls):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)]):
                names.add(name)
    return names


@cache
def implementations():
    """Every class that is no protocol, with what it and its bases have."""
    classes = {
        (file, node.name): node
        for file, tree in parsed(CODE)
        for node in nodes(tree)
        if isinstance(node, ast.ClassDef) and not is_protocol(node)
    }
    by_name = {name: node for (_, name), node in classes.items()}

    def whole(node):
        bases = [
            by_name[base] for base in map(ast.unparse, node.bases) if base in by_name and by_name[base] is not node
        ]
        return members(node).union(*map(whole, bases))

    return {key: whole(node) for key, node in classes.items()}


def test_no_import_of_the_chassis_is_for_the_type_checker_alone():
    """A circle that only mypy walks is a circle for the reader too; `lint-imports` sees the others."""
    files = [file for file in (ROOT / "libs/chassis").rglob("*.py") if "TYPE_CHECKING" in file.read_text("utf-8")]

    assert files == []


def test_no_committed_file_names_a_machine_or_a_package_registry():
    """Files speak of the project only; a lock file must not say where packages were fetched."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, or there is no git to ask")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    suspicious = re.compile(
        rb"files\.pythonhosted|pypi\.org|(?<!emit-)index-url|deb\.debian\.org|/home/\w+/|/root/|/Users/"
    )
    named = [
        name
        for name in tracked.split("\0")
        if name and (ROOT / name).is_file() and suspicious.search((ROOT / name).read_bytes())
    ]

    assert [name for name in named if name != "tests/test_architecture.py"] == []


def test_an_aggregate_is_one_class(service):
    """Parts of an aggregate are values that it holds and asks, never bases; an order's answer is the chassis' own."""
    trees = [tree for _, tree in parsed((service / "domain").rglob("*.py"))]
    classes = [node for tree in trees for node in nodes(tree) if isinstance(node, ast.ClassDef)]
    above = {node.name: [ast.unparse(base).split("[")[0] for base in node.bases] for node in classes}
    aggregates = {name for name, bases in above.items() if "Aggregate" in bases}

    assert [name for name in sorted(aggregates) if above[name] != ["Aggregate"]] == []
    assert [name for name, bases in sorted(above.items()) if aggregates.intersection(bases)] == []


@pytest.fixture(params=[service.name for service in SERVICES])
def holder(request):
    """A service by its name: each of the seven holds every point of the shape, but what stands beside a check."""
    return request.param


def sources(holder, *folders):
    """The files of a service, or of some of its folders (or modules, where they are small), without its tests."""
    places = [ROOT / "services" / holder / folder for folder in folders or ("",)]
    files = [file for place in places for file in sorted(place.rglob("*.py")) or [place.with_suffix(".py")]]
    return [file for file in files if not in_tests(file)]


def test_a_package_is_no_facade(holder):
    """What is imported is the module that has it; `routes` lists its routers."""
    packages = [file for file in sources(holder) if file.name == "__init__.py" and file.parent.name != "routes"]

    assert [str(file) for file, tree in parsed(packages) if len(tree.body) > 1] == []


def test_rules_and_use_cases_take_few_parameters(holder):
    files = sources(holder, "domain", "use_cases")

    assert [str(file) for file in files if "PLR0913" in file.read_text(encoding="utf-8")] == []


def test_no_route_or_view_answers_with_a_bare_mapping(holder):
    """A page can be written against the API's own description of its answers."""
    bare = [
        f"{file}:{node.lineno}"
        for file, tree in parsed(sources(holder, "routes", "views"))
        for node in nodes(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns
        if "dict[str, Any]" in ast.unparse(node.returns)
    ]

    assert bare == []


def test_no_object_is_filled_by_the_names_of_another(holder):
    spread = re.compile(r"\*\*(vars\(|[\w.]*(model_dump|groupdict|asdict)\()|getattr\(self, f")

    assert [str(file) for file in sources(holder) if spread.search(file.read_text(encoding="utf-8"))] == []


def test_every_public_class_of_the_domain_is_in_the_glossary(holder):
    words = set(re.findall(r"`(\w+)`", (ROOT / "docs/glossary.md").read_text(encoding="utf-8")))
    classes = [node.name for _, tree in parsed(sources(holder, "domain")) for node in tree.body if is_class(node)]

    assert [name for name in classes if name not in words and name.lower() not in words] == []


def is_class(node):
    """A refusal says what it is by itself."""
    return isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not node.name.endswith("Error")


def test_a_folder_of_the_domain_is_one_subject(holder):
    """Modules of a subject lie together, and no folder has more than a reader takes in at a look."""
    modules = Counter(file.parent for file in (ROOT / "services" / holder / "domain").rglob("*.py"))

    assert {str(folder.relative_to(ROOT)): count for folder, count in modules.items() if count > MOST_MODULES + 1} == {}


# Folders with more modules than a reader takes in at a look, and why; a folder that shrank leaves the list.
LONG_FOLDERS = {
    "apps/demo": "each is a step of the demonstration, or what it leaves behind",
    "apps/duty_console/pages": "each is a part of one screen",
    "apps/faults": "a program for itself; each module is one kind of fault or of evidence",
    "benchmarks": "each is one benchmark, or what it is compared with",
    "examples": "each writes one example file",
    "libs/contracts": "each is what one service publishes",
    "libs/forms": "one mechanism, its layers held by import-linter",
}


def test_a_folder_has_fourteen_modules_or_says_why_it_has_more():
    """Tests lie beside what they test, however many they are."""
    places = ("apps", "benchmarks", "docs", "examples", "libs", "services")
    files = [file for place in places for file in (ROOT / place).rglob("*.py") if not in_tests(file)]
    modules = Counter(file.parent.relative_to(ROOT).as_posix() for file in files if file.name != "__init__.py")

    assert sorted(folder for folder, count in modules.items() if count > MOST_MODULES) == sorted(LONG_FOLDERS)


MOST_WORDS = 12
GUARDS = ("must_", "may_")


def test_a_tests_name_is_a_short_sentence_and_no_helper_a_guard(holder):
    """A guard is a rule of the domain; a helper of tests asks whether rules were kept."""
    names = names_of_functions(f"services/{holder}/tests")

    assert long_ones(names) == []
    assert [name for name in names if name.startswith(GUARDS)] == []


@pytest.mark.parametrize("folder", ["tests", "apps/*/tests", "libs/*/tests"])
def test_tests_beside_the_services_are_short_sentences_too(folder):
    names = names_of_functions(folder)

    assert names
    assert long_ones(names) == []


def names_of_functions(folder):
    return [name for place in ROOT.glob(folder) for _, tree in parsed(place.rglob("*.py")) for name in functions(tree)]


def long_ones(names):
    return [name for name in names if name.startswith("test_") and name.count("_") > MOST_WORDS]


def functions(tree):
    return [node.name for node in nodes(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_refusals_lie_in_a_file_named_after_what_raises_them(holder):
    domain = ROOT / "services" / holder / "domain"
    modules = {file.stem for file in domain.rglob("*.py") if file.parent.name != "errors"}

    assert {file.stem for file in (domain / "errors").glob("*.py")} <= modules


def test_routers_collections_desks_and_views_are_named_as_everywhere(holder):
    def names(*places, kind):
        return {node.name for _, tree in parsed(sources(holder, *places)) for node in tree.body if kind(node)}

    texts = "\n".join(file.read_text(encoding="utf-8") for file in sources(holder, "routes", "storage"))
    bundles = names("ports", kind=lambda node: is_class(node) and not is_protocol(node))
    views = names("views", kind=lambda node: isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    rules = names("domain", "use_cases", kind=lambda node: isinstance(node, ast.FunctionDef))

    assert re.search(r"^ROUTERS = ", texts, re.MULTILINE)
    assert re.search(r"^COLLECTIONS: ", texts, re.MULTILINE)
    assert [name for name in bundles if not name.endswith("Desk")] == []
    assert [name for name in views if not name.startswith(("show_", "list_", "_"))] == []
    assert [name for name in rules if name.lstrip("_").startswith(("demand", "ensure", "require", "check_that"))] == []


def test_a_builder_takes_what_differs_under_one_word(holder):
    tails = {
        node.args.kwarg.arg
        for _, tree in parsed((ROOT / "services" / holder / "tests").rglob("*.py"))
        for node in nodes(tree)
        if isinstance(node, ast.FunctionDef) and node.args.kwarg and node.name.startswith(("a_", "an_"))
    }

    assert tails <= {"differing"}


def test_no_service_keeps_a_zone_or_the_words_for_levels_and_parts(holder):
    trees = [tree for _, tree in parsed(sources(holder))]
    kept = [
        ast.unparse(node)
        for tree in trees
        for node in nodes(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Call)
        if ast.unparse(node).startswith(("ZoneInfo(", "LEVEL_NAMES", "PART_NAMES", "FULL_PART_NAMES"))
    ]

    assert kept == []


def test_a_fraction_that_a_service_counts_by_says_of_what(holder):
    assert without_unit(parsed(sources(holder))) == []


def test_a_docstring_of_a_service_says_something_or_is_not_there(holder):
    assert fillers(parsed(sources(holder))) == []
