"""Breaks the code in one small place at a time and asks whether any test sees it: `make mutants`.

A sample of all places is drawn from a seed. Each break is tried against the tests of its own service or library, and
one that lives against every other test that can reach it and needs nothing but Python. What still lives is printed with
its place.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TypeGuard

ROOT = Path(__file__).resolve().parents[1]
BROKEN = ("services", "libs", "apps")
NOTHING_BUT_PYTHON = "not rabbit and not mongo and not browser and not journey"
LIVES = "LIVES"
# A break that makes a loop endless is seen by its test not ending; on a busy machine whole tests do not end either.
NEAR_SECONDS, ALL_SECONDS = 240, 1200
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
    start: int
    end: int
    new: str
    old: str

    def __str__(self) -> str:
        old, new = (" ".join(text.split())[:70] for text in (self.old, self.new))
        return f"{self.file}:{self.line}: {old}  →  {new}"

    def broken(self, source: bytes) -> bytes:
        """The file with this break in it."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def breaks_of(file: Path) -> Iterator[Break]:
    """Every place of a file that can be broken so that Python still reads it."""
    source = (ROOT / file).read_bytes()
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def at(node: ast.expr | ast.stmt, new: str) -> Break:
        start = lines[node.lineno - 1] + node.col_offset
        end = lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return Break(file, node.lineno, start, end, new, source[start:end].decode())

    for node in ast.walk(ast.parse(source)):
        for broken, new in _ways(node):
            yield at(broken, new)


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
    wanted = [file for file in files if "tests" not in file.parts and str(file).startswith(only)]
    return [one for file in wanted for one in breaks_of(file)]


class Copies:
    """Copies of the tree, one for each that works at a time, so that a break is seen by nobody else."""

    def __init__(self, directory: Path, how_many: int, *, near: bool) -> None:
        self._near = near
        self._free: SimpleQueue[Path] = SimpleQueue()
        for number in range(how_many):
            copy = directory / str(number)
            ignored = shutil.ignore_patterns(".git", ".venv", "build", ".skillseal", "__pycache__", ".*_cache")
            shutil.copytree(ROOT, copy, ignore=ignored)
            self._free.put(copy)

    def try_out(self, one: Break) -> str:
        """Whether a test sees it: first its own service's or library's, then all others."""
        copy = self._free.get()
        file = copy / one.file
        whole = file.read_bytes()
        file.write_bytes(one.broken(whole))
        # Nobody imports a service; an application is imported by other ones.
        far = [*{"services": (), "apps": ("apps",)}.get(one.file.parts[0], BROKEN), "tests"]
        asked = [(_own_tests(copy, one.file), NEAR_SECONDS), (far, ALL_SECONDS)]
        try:
            for where, seconds in asked[:1] if self._near else asked:
                if not _green(copy, *where, seconds=seconds):
                    return "seen "
        except subprocess.TimeoutExpired:
            return "slow "
        finally:
            file.write_bytes(whole)
            self._free.put(copy)
        return LIVES


def _own_tests(copy: Path, file: Path) -> list[str]:
    """The test files beside a file: those named like it, those that speak of it, the rest."""

    def how_far(test: Path) -> tuple[bool, bool, Path]:
        return not test.stem.startswith(f"test_{file.stem}"), file.stem not in test.read_text(), test

    tests = (copy / Path(*file.parts[:2])).rglob("test_*.py")
    return [str(test.relative_to(copy)) for test in sorted(tests, key=how_far)]


def _green(copy: Path, *where: str, seconds: int) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, "-m", NOTHING_BUT_PYTHON, *where],
        cwd=copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return run.returncode == 0


def main() -> None:
    """Draw, break, count."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=40, help="how many breaks")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="which ones")
    parser.add_argument("--only", default="", help="the beginning of a path: services/scoring")
    parser.add_argument("--near", action="store_true", help="ask nobody but the tests of the broken service or library")
    parser.add_argument("--at-a-time", type=int, default=os.cpu_count() or 1)
    told = parser.parse_args()

    places = everything(told.only)
    drawn = random.Random(told.seed).sample(places, min(told.sample, len(places)))
    print(f"{len(drawn)} of {len(places)} places, seed {told.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(told.at_a_time) as pool:
        copies = Copies(Path(directory), told.at_a_time, near=told.near)
        survivors = 0
        for one, outcome in zip(drawn, pool.map(copies.try_out, drawn), strict=True):
            survivors += outcome == LIVES
            print(f"{outcome} {one}", flush=True)
    print(f"{survivors} of {len(drawn)} lived")
    sys.exit(survivors > 0.02 * len(drawn))


if __name__ == "__main__":
    main()
