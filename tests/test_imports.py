"""The shape of the code: imports go one way, modules and functions stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

import analysis

ROOT = Path(analysis.__file__).parent
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in ROOT.rglob("*.py")
}

# Each may import only those before it.
CORE = (
    *(
        "errors",
        "paths",
        "arrow",
        "lines",
        "quantity",
        "phrase",
        "when",
        "schema",
        "digest",
        "tables",
        "check",
    ),
    *("lineage", "measure", "claim", "compare", "sums", "disputes", "relations", "rules"),
    *(
        "canonical",
        "asking",
        "dating",
        "hindsight",
        "frames",
        "timeline",
        "loading",
        "scope",
        "wording",
    ),
    *("sentences",),
)
# Each may import, of these, only those before it in its line; and of the core, anything.
LATER = (
    ("look", "marks", "chart", "charts"),
    ("svg", "document", "render", "report", "cli"),
    ("engine", "report", "cli"),
)
# A verb of the timeline whose words are made above it; it imports them when it is called.
UPWARDS = {("timeline", "sentences")}


def _module(name: str) -> str:
    """The module, or the package of our own, that holds a name such as `charts.drawn.told`."""
    parts = name.split(".")
    return parts[0] if parts[0] in PARTS else "__init__"


PARTS = {name.split(".")[0] for name in FILES} - {"__init__"}


def _imported(tree: ast.AST) -> Iterator[str]:
    """The modules of this package that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        inside = (name for name in names if name.split(".")[0] == "analysis")
        yield from (_module(name.partition(".")[2]) for name in inside)


def _edges() -> set[tuple[str, str]]:
    """Who imports whom, a package of our own counted as one; also imports inside functions."""
    found = {
        (name.split(".")[0], other)
        for name, path in FILES.items()
        for other in _imported(ast.parse(path.read_text(encoding="utf-8")))
    }
    return {(one, other) for one, other in found if one not in (other, "__init__")}


EDGES = _edges()


def _upwards(order: tuple[str, ...]) -> set[tuple[str, str]]:
    place = {name: number for number, name in enumerate(order)}
    return {
        (one, other)
        for one, other in EDGES
        if one in place and other in place and place[one] <= place[other]
    }


def test_every_module_of_the_core_is_there() -> None:
    assert set(CORE) <= PARTS


def test_imports_within_the_core_go_one_way() -> None:
    assert _upwards(CORE) == UPWARDS


def test_the_core_imports_nothing_above_it() -> None:
    above = {(one, other) for one, other in EDGES if one in CORE and other not in CORE}
    assert above == set()


@pytest.mark.parametrize("order", LATER, ids=[" - ".join(order) for order in LATER])
def test_what_is_built_on_the_core_imports_one_way_too(order: tuple[str, ...]) -> None:
    assert _upwards(order) == set()


def test_no_imports_go_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for one, other in EDGES - UPWARDS:
        graph.setdefault(one, set()).add(other)
    assert list(TopologicalSorter(graph).static_order())


def test_the_engine_knows_nothing_of_the_domain() -> None:
    assert {other for one, other in EDGES if one == "engine"} <= {"errors"}


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
    assert sorted(analysis.HOMES) == sorted(analysis.__all__)
    for name in analysis.__all__:
        assert getattr(analysis, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'laod'"):
        analysis.laod  # noqa: B018


def test_every_public_name_is_offered_before_it_is_used() -> None:
    code = "import analysis as an; print(*dir(an))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {*analysis.HOMES, "__name__"} <= set(done.stdout.split())


def test_the_package_is_imported_without_what_is_slow() -> None:
    code = "import analysis, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "analysis" in loaded
    assert loaded.isdisjoint({"pandas", "pyarrow", "matplotlib", "numpy", "analysis.case.timeline"})
