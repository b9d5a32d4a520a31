"""Files of any bytes: a sentence for each thing that is wrong, never a traceback."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.case.load import examine, load
from analysis.case.schema import package
from analysis.case.tidy import tidied
from analysis.errors import Invalid, Problem
from analysis.paths import DATA, PACKAGE

CONVOY = DATA / "convoy-2017"
FILES = sorted(path.name for path in CONVOY.iterdir())
ODD = (
    *(b",", b'"', b"\n", b"\r\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
    *(b"|", b"[", b"]", b"{", b"}", b";", b"\t", b"\\ud800", b"\x1b[31m", b"=1+1", b"../.."),
    *(b"9" * 400, b"1e999", b"-0", b"17.0", b"1,234.5", "٣".encode(), "²".encode()),
    *(b"2017-02-30", b"0000-00-00", b"[..]", b"/", b"2017-09-02T25:00Z", b"[a,b]", b"c001"),
    *(b"nan", b"null", b"true", b"more than", b"dozens", b"denies", b"dataset", b"estimate"),
)


@pytest.fixture(scope="module")
def convoy() -> Iterator[Case]:
    """A copy of the convoy's files, to be mended after each use."""
    with tempfile.TemporaryDirectory() as folder:
        yield Case(Path(shutil.copytree(CONVOY, Path(folder) / CONVOY.name)))


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the convoy, and its bytes after some of them were lost or overwritten."""
    name = draw(st.sampled_from(FILES))
    raw = (CONVOY / name).read_bytes()
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        length = draw(st.sampled_from((0, 0, 1, 7, 40, 2_000, len(raw))))
        raw = (
            raw[:start]
            + draw(st.sampled_from(ODD) | st.binary(max_size=20))
            + raw[start + length :]
        )
    return name, raw


def said(folder: Path) -> list[Problem]:
    """Everything that is wrong with a case, which is loaded where nothing is."""
    try:
        problems = list(examine(folder).problems)
        if not problems:
            assert len(load(folder)) > 0
    except Invalid as invalid:
        return list(invalid.problems)
    return problems


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged=st.lists(damage(), min_size=1, max_size=3))
def test_damaged_files_are_checked_and_tidied_without_a_traceback(
    convoy: Case, damaged: list[tuple[str, bytes]]
) -> None:
    try:
        for name, raw in damaged:
            (convoy.folder / name).write_bytes(raw)
        for problem in said(convoy.folder):
            str(problem).encode()
            assert problem.value
            assert problem.allowed
            assert problem.fix
        with suppress(Invalid):
            tidied(package(convoy.folder))
    finally:
        for name in FILES:
            (convoy.folder / name).write_bytes((CONVOY / name).read_bytes())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), raw=st.binary(max_size=300))
def test_a_file_of_any_bytes_is_a_problem(convoy: Case, name: str, raw: bytes) -> None:
    before = (convoy.folder / name).read_bytes()
    try:
        (convoy.folder / name).write_bytes(raw)
        assert {problem.file for problem in said(convoy.folder)} & {name, PACKAGE}
    finally:
        (convoy.folder / name).write_bytes(before)


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
COLUMNS = [
    (table, field.name)
    for table, schema in package(CONVOY).tables.items()
    for field in schema.fields
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    column=st.sampled_from(COLUMNS),
    text=TEXT | st.sampled_from([o.decode("utf-8", "replace") for o in ODD]),
)
def test_any_text_in_a_cell_is_answered(convoy: Case, column: tuple[str, str], text: str) -> None:
    table, name = column
    before = convoy.path(table).read_bytes()
    try:
        rows = convoy.rows(table)
        convoy.change(table, next(iter(rows[0].values())), **{name: text})
        said(convoy.folder)
    finally:
        convoy.path(table).write_bytes(before)


def test_a_thousand_problems_are_grouped_and_counted(case: Case) -> None:
    lines = b"".join(b"x%d,,,,,north,,nine,,\n" % number for number in range(1_000))
    problems = case.remake("places", lambda raw: raw + lines).problems()
    assert len(problems) < 100
    assert any("'north', and 979 rows like it" in problem for problem in problems)
