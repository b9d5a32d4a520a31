"""The shape of the code: a package imports only from those left of it; functions stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

import analysis

ROOT = Path(analysis.__file__).parent
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in ROOT.rglob("*.py")
}

ORDER = (
    *("errors", "paths", "claims", "case", "intake", "words", "charts"),
    *("notebooks", "report", "sweep", "batch", "cli"),
)
"""A package imports only from those left of it."""
ENGINE = ("errors", "paths")
"""The engine stands apart: it imports these alone, and whatever runs notebooks imports it."""
UNREAD = {("sweep", "charts")}
"""A sweep reads cases and notebooks, and never draws."""
TOP = {path.relative_to(ROOT).parts[0].removesuffix(".py") for path in FILES.values()}


def _imported(tree: ast.AST) -> Iterator[str]:
    """The packages of our own that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        inside = (name.split(".") for name in names if name.split(".")[0] == "analysis")
        yield from (parts[1] for parts in inside if len(parts) > 1)


def _arrows() -> set[tuple[str, str]]:
    """Which package imports which, also inside functions and for types alone."""
    arrows = {
        (name.split(".")[0], other)
        for name, path in FILES.items()
        for other in _imported(ast.parse(path.read_text(encoding="utf-8")))
    }
    return {(name, other) for name, other in arrows if name not in (other, "__init__")}


ARROWS = _arrows()


def test_the_packages_are_those_of_the_one_rule() -> None:
    assert TOP - {"__init__"} == {*ORDER, "engine"}


def test_a_package_imports_only_from_those_left_of_it() -> None:
    left = {name: set(ORDER[:number]) | {"engine"} for number, name in enumerate(ORDER)}
    left["engine"] = set(ENGINE)
    assert {(name, other) for name, other in ARROWS if other not in left[name]} == set()
    assert UNREAD.isdisjoint(ARROWS)


def test_the_core_knows_nothing_of_the_engine() -> None:
    running = {"notebooks", "report", "sweep", "batch", "cli"}
    assert {name for name, other in ARROWS if other == "engine"} <= running


SIZES = sorted(FILES.items())


@pytest.mark.parametrize("path", [path for _, path in SIZES], ids=[name for name, _ in SIZES])
def test_a_module_has_at_most_450_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


def _functions() -> dict[str, int]:
    """The lengths of all functions, in lines."""
    return {
        f"{name}.{node.name}:{node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, path in FILES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_a_function_has_at_most_40_lines_and_most_at_most_10() -> None:
    lengths = _functions()
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert median(lengths.values()) <= 10


def _calls(name: str) -> set[str]:
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    return names | {call.attr for call in calls if isinstance(call, ast.Attribute)}


def test_only_the_command_line_prints() -> None:
    assert [n for n in FILES if n.split(".")[0] != "cli" and "print" in _calls(n)] == []


def test_only_paths_writes_files() -> None:
    writing = {"write_text", "write_bytes", "writelines", "fsync"}
    assert [name for name in FILES if name != "paths" and _calls(name) & writing] == []


def test_no_assert_stands_in_for_a_message() -> None:
    asserting = [
        name
        for name, path in FILES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert asserting == []


def test_every_public_name_is_found_where_it_is_used_first() -> None:
    assert len(dir(analysis)) > 20
    for name in dir(analysis):
        assert getattr(analysis, name) is not None
    with pytest.raises(AttributeError, match="No analysis attribute laod"):
        getattr(analysis, "laod")  # noqa: B009


def test_every_public_name_is_offered_before_it_is_used() -> None:
    code = "import analysis as an; print(*dir(an))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"load", "charts", "findings", "Timeline"} <= set(done.stdout.split())


def test_the_package_is_imported_without_what_is_slow() -> None:
    code = "import analysis, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "analysis" in loaded
    assert loaded.isdisjoint({"pandas", "pyarrow", "matplotlib", "numpy", "analysis.case.timeline"})


def test_the_suite_says_its_version() -> None:
    described = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert analysis.__version__ == described["project"]["version"]
    with pytest.raises(AttributeError, match="versoin"):
        getattr(analysis, "versoin")  # noqa: B009  (mypy knows that there is none)
