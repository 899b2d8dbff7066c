"""Measures how the code is built: `make numbers` prints one column each for services, chassis and apps.

The figures are to be compared with those of an earlier commit; none of them is a limit. Tests are not counted.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

ROOT = Path(__file__).parents[1]
PARTS = {"services": "services", "chassis": "libs/chassis", "apps": "apps"}
LONG_FUNCTION_LINES = 25
MANY_PARAMETERS = 6
COMMENT = re.compile(r"^\s*#")
SUPPRESSION = re.compile(r"#.*\b(noqa|type: ignore|pragma: no cover)\b")
CLUMP = re.compile(r"noqa:.*PLR0913")
Function = ast.FunctionDef | ast.AsyncFunctionDef
N = TypeVar("N", bound=ast.AST)


class Code:
    """The source files of one folder, without their tests."""

    def __init__(self, folder: Path) -> None:
        files = [file for file in sorted(folder.rglob("*.py")) if "tests" not in file.parts]
        self.texts = {file.relative_to(ROOT): file.read_text(encoding="utf-8").splitlines() for file in files}
        self.trees = {file: ast.parse("\n".join(lines)) for file, lines in self.texts.items()}
        self.lines = sum(map(len, self.texts.values()))

        self.functions = self.functions_in()
        self.classes = self.all(ast.ClassDef)

    def functions_in(self, *places: str) -> list[Function]:
        """Functions and methods, in whatever they are nested."""
        return [*self.all(ast.FunctionDef, *places), *self.all(ast.AsyncFunctionDef, *places)]

    def all(self, kind: type[N], *places: str) -> list[N]:
        """Every node of a kind, also a nested one; `places` are modules or folders to stay in."""
        trees = [tree for file, tree in self.trees.items() if inside(file, places)]
        return [node for tree in trees for node in ast.walk(tree) if isinstance(node, kind)]

    def matching(self, pattern: re.Pattern[str], *places: str) -> int:
        """How many lines match."""
        texts = [lines for file, lines in self.texts.items() if inside(file, places)]
        return sum(bool(pattern.search(line)) for lines in texts for line in lines)


def inside(file: Path, places: Sequence[str]) -> bool:
    """Whether a file is one of these modules, or lies in a folder of that name."""
    return not places or not {*places}.isdisjoint(file.with_suffix("").parts)


def length(node: ast.stmt) -> int:
    """Lines from the first to the last, decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(function: Function) -> int:
    names = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return sum(name.arg not in {"self", "cls"} for name in names)


def spread(values: Sequence[int]) -> str:
    """Median, ninetieth percentile, largest."""
    return f"{median(values):.0f}/{quantiles(values, n=10)[-1]:.0f}/{max(values)}"


def share(part: int, whole: int, digits: int) -> str:
    return f"{100 * part / whole:.{digits}f} %"


def refusals(code: Code) -> str:
    """The files of a domain that hold nothing but refusals, with their imports and blank lines."""
    texts = [lines for file, lines in code.texts.items() if inside(file, ["domain"]) and inside(file, ["errors"])]
    return share(sum(map(len, texts)), code.lines, 1)


def described(code: Code) -> str:
    """How many modules, public functions and classes have a docstring."""
    kinds = (code.trees.values(), [one for one in code.functions if not one.name.startswith("_")], code.classes)
    return " / ".join(share(sum(bool(ast.get_docstring(one)) for one in kind), len(kind), 0) for kind in kinds)


def has_one_method(node: ast.ClassDef) -> bool:
    """A class that could be a function: one method beside its constructor, and neither a base nor a field."""
    methods = [one for one in node.body if isinstance(one, Function) and one.name != "__init__"]
    fields = any(isinstance(one, ast.AnnAssign | ast.Assign) for one in node.body)
    return not node.bases and not fields and len(methods) == 1


def reexport_lines(code: Code) -> int:
    """Lines of imports and lists in `__init__` files."""
    bodies = [tree.body for file, tree in code.trees.items() if file.name == "__init__.py"]
    passed_on = ast.Import | ast.ImportFrom | ast.Assign
    return sum(length(node) for body in bodies for node in body if isinstance(node, passed_on))


def untyped_answers(code: Code) -> int:
    """Public functions of routes and views that answer `dict[str, Any]`."""
    public = [one for one in code.functions_in("routes", "views") if not one.name.startswith("_")]
    answers = [ast.unparse(one.returns) for one in public if one.returns]
    return sum("dict[str, Any]" in answer for answer in answers)


def repeated_names(code: Code) -> int:
    names = Counter(node.name for node in code.classes if not node.name.startswith("_"))
    return sum(count > 1 for count in names.values())


FIGURES: dict[str, Callable[[Code], object]] = {
    "files / lines": lambda code: f"{len(code.texts)} / {code.lines:,}",
    "lines a file, median/p90/max": lambda code: spread([len(lines) for lines in code.texts.values()]),
    "lines a function, median/p90/max": lambda code: spread([length(one) for one in code.functions]),
    f"functions > {LONG_FUNCTION_LINES} lines": lambda code: share(
        sum(length(one) > LONG_FUNCTION_LINES for one in code.functions), len(code.functions), 1
    ),
    f"functions with >= {MANY_PARAMETERS} parameters": lambda code: sum(
        parameters(one) >= MANY_PARAMETERS for one in code.functions
    ),
    "comment lines": lambda code: share(code.matching(COMMENT), code.lines, 2),
    "docstring: module / public function / class": described,
    "suppressions per 1000 lines": lambda code: f"{1000 * code.matching(SUPPRESSION) / code.lines:.1f}",
    "classes with one method": lambda code: sum(map(has_one_method, code.classes)),
    "domain error files, share of all lines": refusals,
    "re-export lines": reexport_lines,
    "answers that are dict[str, Any]": untyped_answers,
    "noqa PLR0913 in domain and use_cases": lambda code: code.matching(CLUMP, "domain", "use_cases"),
    "public class names defined more than once": repeated_names,
}


def main() -> None:
    parts = {name: Code(ROOT / folder) for name, folder in PARTS.items()}
    counted = [[figure, *(str(count(code)) for code in parts.values())] for figure, count in FIGURES.items()]
    table = [["", *parts], *counted]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    services = sorted(file.parent for file in (ROOT / PARTS["services"]).glob("*/__init__.py"))
    print("domain error files by service:", ", ".join(f"{one.name} {refusals(Code(one))}" for one in services))


if __name__ == "__main__":
    main()
