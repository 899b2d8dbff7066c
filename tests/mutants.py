"""Breaks the code in one small place at a time and asks whether any test sees it: `make mutants`.

A sample of all places is drawn from a seed. Each break is tried against the tests of its service or library that
execute its line. One that lives, or whose line none of them executes, is tried against all of them, on a broker
too, and those of the whole. What still lives is printed with its place.
"""

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TypeGuard

import pytest

from tests.who_runs import BROKEN, ROOT, WhoRuns, who_runs

LIVES, NOT_RUN = "LIVES", "NOT RUN"
# What is imported before any test breaks off there.
NO_TEST = "pytest, which finds no test"
# Tests, what only tests use, and what drives whole systems to try them out.
OF_TESTS = re.compile(r"/tests/|/testing\.py$|^apps/(demo|faults)/")
# The name of a test may have blanks in it.
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
WITHOUT_BROWSERS = "not browser and not journey and not faults"
# What the tests that are chosen took when they were measured. A break that makes a loop endless is seen by its test not
# ending; on a busy machine whole tests do not end either.
CHOSEN_SECONDS, NEAR_SECONDS, ALL_SECONDS = 60, 400, 1500
SWAPPED: dict[type[ast.AST], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}


@dataclass(frozen=True)
class Break:
    """One piece of a file's text and what stands there instead."""

    file: Path
    line: int
    statement: range
    start: int
    end: int
    new: str
    old: str

    def __str__(self) -> str:
        differ = next((at for at, (one, other) in enumerate(zip(self.old, self.new, strict=False)) if one != other), 0)
        old, new = (" ".join(text[max(0, differ - 30) :].split())[:70] for text in (self.old, self.new))
        return f"{self.file}:{self.line}: {old}  →  {new}"

    @property
    def package(self) -> Path:
        """The service, library or application that it breaks."""
        return Path(*self.file.parts[:2])

    def broken(self, source: bytes) -> bytes:
        """The file with this break in it."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def breaks_of(file: Path) -> Iterator[Break]:
    """Every place of a file that can be broken so that Python still reads it."""
    source = (ROOT / file).read_bytes()
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def at(node: ast.expr | ast.stmt, statement: range, new: str) -> Break:
        start = lines[node.lineno - 1] + node.col_offset
        end = lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return Break(file, node.lineno, statement, start, end, new, ast.unparse(node))

    for node, statement in _with_statements(ast.parse(source), range(0)):
        for broken, new in _ways(node):
            yield at(broken, statement, new)


def _with_statements(node: ast.AST, statement: range) -> Iterator[tuple[ast.AST, range]]:
    """Every node, with the lines of the statement that it is in; of one with a body, those above the body."""
    if isinstance(node, ast.stmt):
        body = getattr(node, "body", None)
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        statement = range(first, max(node.lineno + 1, body[0].lineno) if body else (node.end_lineno or node.lineno) + 1)
    yield node, statement
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("hexdigest()"):
        return  # how much of a digest is enough is nobody's rule
    for child in ast.iter_child_nodes(node):
        yield from _with_statements(child, statement)


def _ways(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPPED:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        yield node, f"({left} {SWAPPED[type(node.ops[0])]} {right})"
    elif isinstance(node, ast.BoolOp):
        other = " or " if isinstance(node.op, ast.And) else " and "
        yield node, f"({other.join(f'({ast.unparse(value)})' for value in node.values)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        other = "-" if isinstance(node.op, ast.Add) else "+"
        yield node, f"({ast.unparse(node.left)} {other} {ast.unparse(node.right)})"
    elif _is_a_step(node):
        yield node, "pass"
    elif isinstance(node, ast.Call):
        yield from _shorter_calls(node)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield node, str(node.value + 1)


def _is_a_step(node: ast.AST) -> TypeGuard[ast.stmt]:
    """A guard, a command, a change: what can be left out."""
    if isinstance(node, ast.If):
        return isinstance(node.body[0], ast.Raise)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)


def _shorter_calls(node: ast.Call) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """A role more or less, a field that is not handed on."""
    if isinstance(node.func, ast.Name) and node.func.id == "allow" and len(node.args) > 1:
        for dropped in range(len(node.args)):
            kept = [arg for number, arg in enumerate(node.args) if number != dropped]
            yield node, ast.unparse(ast.Call(node.func, kept, node.keywords))
    if isinstance(node.func, ast.Name) and node.func.id[0].isupper():
        for keyword in node.keywords:
            if keyword.arg:
                kept_fields = [one for one in node.keywords if one is not keyword]
                yield node, ast.unparse(ast.Call(node.func, node.args, kept_fields))


def everything(only: str) -> list[Break]:
    """Every break of the code below these folders whose file's path begins with `only`."""
    files = sorted(file.relative_to(ROOT) for folder in BROKEN for file in (ROOT / folder).rglob("*.py"))
    wanted = [file for file in files if not OF_TESTS.search(str(file)) and str(file).startswith(only)]
    return [one for file in wanted for one in breaks_of(file)]


class Copies:
    """Copies of the tree, one for each that works at a time, so that a break is seen by nobody else."""

    def __init__(self, directory: Path, how_many: int, known: Mapping[Path, WhoRuns]) -> None:
        self._known = known
        self._free: SimpleQueue[Path] = SimpleQueue()
        for number in range(how_many):
            copy = directory / str(number)
            ignored = shutil.ignore_patterns(".git", ".venv", "build", ".skillseal", "__pycache__", ".*_cache")
            shutil.copytree(ROOT, copy, ignore=ignored)
            self._free.put(copy)

    def try_out(self, one: Break) -> str:
        """Whether a test sees it, and which."""
        copy = self._free.get()
        file = copy / one.file
        whole = file.read_bytes()
        file.write_bytes(one.broken(whole))
        chosen = self._known[one.package].tests_of(one.file, one.statement, seconds=CHOSEN_SECONDS)
        try:
            seen_by = chosen and _red(copy, *_only(copy, chosen), seconds=NEAR_SECONDS)
            seen_by = seen_by or _red(copy, "-m", WITHOUT_BROWSERS, str(one.package), "tests", seconds=ALL_SECONDS)
            file.write_bytes(whole)
            again = ["--collect-only", str(one.package)] if seen_by == NO_TEST else [seen_by]
            is_red_anyhow = seen_by and _red(copy, *again, seconds=NEAR_SECONDS)
        except subprocess.TimeoutExpired:
            return "slow"
        finally:
            file.write_bytes(whole)
            self._free.put(copy)
        if is_red_anyhow:
            return f"unclear: {seen_by} fails without it, too"
        return f"seen by {seen_by}" if seen_by else LIVES if chosen else NOT_RUN


def _only(copy: Path, tests: list[str]) -> list[str]:
    """What tells pytest to run these, in this order."""
    chosen = copy / "build/chosen"
    chosen.parent.mkdir(exist_ok=True)
    chosen.write_text("\n".join(tests))
    return ["-p", "tests.who_runs", "--chosen", str(chosen), *sorted({test.partition("::")[0] for test in tests})]


def _red(copy: Path, *asked: str, seconds: int) -> str:
    """The first test that fails, or nothing."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *asked],
        cwd=copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if run.returncode in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return ""
    failed = FAILED.search(run.stdout)
    return failed[1] if failed else NO_TEST


def main() -> None:
    """Draw, break, count."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=40, help="how many breaks")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="which ones")
    parser.add_argument("--only", default="", help="the beginning of a path: services/scoring")
    parser.add_argument("--at-a-time", type=int, default=os.cpu_count() or 1)
    told = parser.parse_args()

    places = everything(told.only)
    drawn = random.Random(told.seed).sample(places, min(told.sample, len(places)))
    print(f"{len(drawn)} of {len(places)} places, seed {told.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(told.at_a_time) as pool:
        known = {package: who_runs(package) for package in sorted({one.package for one in drawn})}
        copies = Copies(Path(directory), told.at_a_time, known)
        survivors = 0
        for one, outcome in zip(drawn, pool.map(copies.try_out, drawn), strict=True):
            survivors += outcome in {LIVES, NOT_RUN}
            print(f"{one}\n    {outcome}", flush=True)
    print(f"{survivors} of {len(drawn)} lived")
    sys.exit(survivors > 0.02 * len(drawn))


if __name__ == "__main__":
    main()
