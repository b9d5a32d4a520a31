"""Where things are, and files that are written whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import FERRY

from analysis import paths
from analysis.errors import Invalid


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_case_is_a_folder_with_a_description(tmp_path: Path) -> None:
    assert paths.case_folder(FERRY) == FERRY
    assert paths.case_folder(str(FERRY)) == FERRY
    with pytest.raises(Invalid) as refused:
        paths.case_folder(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path.name}/datapackage.json: no such file; a Data Package; "
        "name a folder that holds datapackage.json"
    )


def test_the_cases_of_the_project_are_known_by_name() -> None:
    assert "convoy-2017" in paths.cases()
    for name in paths.cases():
        assert paths.case_folder(name) == paths.DATA / name


def test_what_has_more_than_one_part_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of a case is meant, not the case of that name in the project."""
    (name, *_) = paths.cases()
    shutil.copytree(paths.DATA / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert paths.case_folder(f"./{name}") == (tmp_path / name).resolve()
    assert paths.case_folder(name) == paths.DATA / name


def test_an_unknown_case_is_refused_with_the_nearest() -> None:
    with pytest.raises(Invalid) as refused:
        paths.case_folder("convoy-2071")
    assert str(refused.value) == (
        "case: 'convoy-2071'; a case or a folder; did you mean convoy-2017?"
    )


def test_without_any_case_a_path_is_called_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "DATA", tmp_path)
    assert paths.cases() == ()
    with pytest.raises(Invalid, match="give the path of a case"):
        paths.case_folder("convoy-2017")


NAMES = ("map.ipynb", "any.ipynb", "convoy-2017/b.ipynb", "convoy-2017/map.ipynb", "any.txt")
TEMPLATE = "templates/t.ipynb"


def test_the_notebooks_of_the_suite_have_short_names_and_whole_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebooks = tmp_path.resolve()
    for name in (*NAMES, TEMPLATE, "mine/own.ipynb", ".ipynb_checkpoints/any.ipynb"):
        (notebooks / name).parent.mkdir(exist_ok=True)
        (notebooks / name).touch()
    monkeypatch.setattr(paths, "NOTEBOOKS", notebooks)
    monkeypatch.setattr(paths, "TEMPLATES", notebooks / "templates")
    suite = ["any.ipynb", "map.ipynb", "convoy-2017/b.ipynb", "convoy-2017/map.ipynb", TEMPLATE]
    assert [p.relative_to(notebooks).as_posix() for p in paths.all_notebooks()] == suite
    names = paths.notebook_names()
    assert set(names) == {"any", "b", "map", "convoy-2017/b", "convoy-2017/map", "t", "templates/t"}
    assert names["b"] == names["convoy-2017/b"]
    assert names["map"] == notebooks / "map.ipynb"
    assert all(map(paths.is_of_suite, paths.all_notebooks()))
    assert not paths.is_of_suite(notebooks / "mine" / "own.ipynb")
    assert paths.is_of_any_case(notebooks / TEMPLATE)
    assert not paths.is_of_any_case(notebooks / "convoy-2017" / "b.ipynb")


def test_a_file_is_written_whole_and_its_folder_too(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.txt"
    paths.write(target, "é\n")
    assert target.read_bytes() == b"\xc3\xa9\n"
    paths.write(target, b"\r\n")
    assert target.read_bytes() == b"\r\n"
    assert target.stat().st_mode & 0o777 == 0o644
    assert _names(target.parent) == ["a.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    paths.write(target, "old")
    with pytest.raises(UnicodeEncodeError):
        paths.write(target, "new \ud800")
    assert target.read_text() == "old"
    assert _names(tmp_path) == ["a.txt"]


def test_a_folder_is_replaced_once_it_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "report"
    for text in ("old", "new"):
        with paths.replaced(folder) as aside:
            assert _names(aside) == []
            (aside / f"{text}.txt").write_text(text)
            assert not (folder / f"{text}.txt").exists()
    assert _names(folder) == ["new.txt"]
    assert _names(folder.parent) == ["report"]
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_folder_that_cannot_be_filled_leaves_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    with paths.replaced(folder) as aside:
        (aside / "old.txt").write_text("old")
    with pytest.raises(ZeroDivisionError), paths.replaced(folder) as aside:
        (aside / "new.txt").write_text(str(1 // 0))
    assert _names(folder) == ["old.txt"]
    assert _names(tmp_path) == ["report"]


def test_no_file_is_replaced_where_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        paths.write_all({tmp_path / "a": "new", tmp_path / "file" / "b": "new"})
    assert (tmp_path / "a").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "file"]
    paths.write_all({tmp_path / "a": "new", tmp_path / "b": iter(["x", "y"])})
    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("new", "xy")


def test_a_file_is_read_up_to_a_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert paths.contents(tmp_path / "a", 5) == b"12345"
    with pytest.raises(OSError, match="it holds 5 bytes, more than can be read"):
        paths.contents(tmp_path / "a", 4)
    with pytest.raises(OSError, match="it is not a file"):
        paths.contents(tmp_path, 4)


@pytest.mark.parametrize(
    ("standing", "folder"),
    [
        ("", ""),
        ("notes", "notes"),
        ("data", "data"),
        ("data/port", ""),
        ("data/port/notebooks", ""),
        ("data/maps", "data/maps"),
        ("reports/port/notebooks", ""),
        ("notes/reports", "notes/reports"),
    ],
)
def test_where_the_suite_is_installed_its_folder_is_the_one_that_holds_the_cases(
    tmp_path: Path, standing: str, folder: str
) -> None:
    for name in ("data/port/notebooks", "data/maps", "reports/port/notebooks", "notes/reports"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "data/port/datapackage.json").write_text("{}")
    assert paths.work_folder(tmp_path / standing) == tmp_path / folder


def test_no_case_is_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"^case: no case is named; a case or a folder; choose one"):
        paths.case_folder("")
    monkeypatch.setattr(paths, "DATA", tmp_path)
    with pytest.raises(Invalid, match=r"begin one with `contested new`"):
        paths.case_folder("")
