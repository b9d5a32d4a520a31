"""The zip of a deposit, unpacked as somebody else does: read, checked, run again."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import frictionless
import pytest
import yaml
from conftest import FERRY, Case

from analysis import paths
from analysis.case.load import load
from analysis.case.schema import package
from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.notebooks import provenance
from analysis.report.exports import deposit, render
from analysis.report.exports.dataset import Dataset
from analysis.report.exports.record import record

PROGRAM = "from analysis.cli import main; main()"


@pytest.fixture(scope="module")
def packed(ferry: Timeline) -> bytes:
    return render("zenodo", Dataset(ferry)).data


@pytest.fixture(scope="module")
def folder(packed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with ZipFile(io.BytesIO(packed)) as files:
        files.extractall(folder)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the code in the folder, not of this repository."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_same_bytes_on_every_run(packed: bytes, ferry: Timeline) -> None:
    assert render("zenodo", Dataset(ferry)).data == packed


def test_frictionless_accepts_it_as_it_stands(folder: Path, ferry: Timeline) -> None:
    report = frictionless.Package(str(folder / paths.PACKAGE)).validate()
    assert report.flatten(["title", "message"]) == []
    assert report.stats["tasks"] == len(ferry.package.tables)


def test_the_case_in_it_is_the_case(folder: Path, ferry: Timeline) -> None:
    copy = package(folder / "data" / ferry.package.name)
    assert provenance.data_hash(copy) == provenance.data_hash(ferry.package)
    for name, path in copy.files.items():
        assert path.read_bytes() == ferry.package.files[name].read_bytes()
    for path in ferry.package.schemas.values():
        assert (folder / "data/schema" / path.name).read_bytes() == path.read_bytes()


def test_somebody_else_checks_it(folder: Path) -> None:
    done = run(folder, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{FERRY.name}: ")


def test_somebody_else_makes_the_report(folder: Path) -> None:
    done = run(folder, "report", f"case={FERRY.name}", "--formats", "html")
    assert done.returncode == 0, done.stderr
    written = folder / "reports" / FERRY.name / "report.html"
    assert package(FERRY).title in written.read_text(encoding="utf-8")


def test_nothing_in_it_names_a_machine_or_a_person(packed: bytes) -> None:
    with ZipFile(io.BytesIO(packed)) as files:
        bodies = {name: files.read(name) for name in files.namelist()}
    names = (str(paths.ROOT), str(Path.home()) + "/")
    private = [n for n, body in bodies.items() for name in names if name.encode() in body]
    assert private == []
    assert not [name for name in bodies if "__pycache__" in name or name.endswith(".saved")]
    assert "flat.csv" in bodies
    assert bodies["notebooks/chronology.ipynb"].count(b"image/png") == 0


def test_whom_to_cite_is_said_in_one_place(folder: Path, ferry: Timeline) -> None:
    head = ferry.package.text.value
    cff = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    zenodo = json.loads((folder / ".zenodo.json").read_text(encoding="utf-8"))
    assert cff["title"] == zenodo["title"] == head["title"]
    assert cff["version"] == zenodo["version"] == head["version"]
    assert cff["authors"] == zenodo["creators"]
    assert cff["license"] == head["licenses"][0]["name"]
    assert zenodo["license"] == cff["license"].lower()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert f"{len(ferry)} claims" in readme
    assert head["licenses"][0]["path"] in readme


def test_the_first_case_and_the_suite_cite_the_same_people() -> None:
    suite = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    for name in paths.cases():
        about = record(package(paths.DATA / name))
        assert list(about.creators) == [author["name"] for author in suite["authors"]]
        assert about.licence in suite["license"]


def test_a_report_goes_with_it_only_if_it_is_of_this_data(
    ferry: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "REPORTS", tmp_path)
    report = tmp_path / ferry.package.name
    for name in ("report.html", "log.json", "export/old.csv", "figures/a/b.svg"):
        paths.write(report / name, "x")

    def contents(data: str) -> tuple[set[str], tuple[str, ...]]:
        paths.write(report / provenance.MANIFEST, json.dumps({"data_sha256": data}))
        result = render("zenodo", Dataset(ferry))
        with ZipFile(io.BytesIO(result.data)) as files:
            names = {name for name in files.namelist() if name.startswith("report/")}
        return names, result.notes

    names, notes = contents(provenance.data_hash(ferry.package))
    assert names == {"report/report.html", "report/manifest.json", "report/figures/a/b.svg"}
    assert not [note for note in notes if "report" in note]
    names, notes = contents("another")
    assert names == set()
    assert [note for note in notes if "other data" in note]


def test_what_a_catalogue_lacks_is_said(ferry: Timeline, case: Case) -> None:
    notes = render("zenodo", Dataset(ferry)).notes
    assert any("nobody to cite" in note for note in notes)
    _described(case, contributors=[{"title": "Desk"}], licenses=[])
    notes = render("zenodo", Dataset(load(case.folder))).notes
    assert not any("nobody to cite" in note for note in notes)
    assert any("no licence" in note for note in notes)


def test_from_a_wheel_it_says_how_to_run_it_without_the_repository(
    ferry: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    with ZipFile(io.BytesIO(render("zenodo", Dataset(ferry)).data)) as files:
        readme = files.read("README.md").decode("utf-8")
        libraries = files.read("requirements.txt").decode("utf-8")
        assert set(deposit.SUITE) & set(files.namelist()) == {"requirements.txt"}
    assert "make report" not in readme
    assert "-e ." not in readme
    assert f'{PROGRAM}" report case={FERRY.name}' in readme
    assert "pandas==" in libraries
    assert "contested-counts" not in libraries


def test_data_of_others_are_cited_with_it(case: Case) -> None:
    title = "Doe, 2030, A register of wrecks"
    _described(case, sources=[{"title": title, "path": "https://example.org"}])
    data = render("zenodo", Dataset(load(case.folder))).data
    with ZipFile(io.BytesIO(data)) as files:
        for name in ("README.md", "CITATION.cff", ".zenodo.json"):
            assert title in files.read(name).decode("utf-8")


@pytest.mark.parametrize("entry", ["Desk", [{"name": "Desk"}], ["Desk"], [{"title": " "}], {}])
def test_a_list_of_names_that_is_none_is_refused_with_its_line(entry: object, case: Case) -> None:
    _described(case, contributors=entry)
    with pytest.raises(Invalid) as caught:
        render("zenodo", Dataset(load(case.folder)))
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == (paths.PACKAGE, "contributors")
    assert problem.line > 1


def test_a_notebook_outside_the_case_is_refused(case: Case, tmp_path: Path) -> None:
    paths.write(tmp_path / "other" / "own.ipynb", (paths.NOTEBOOKS / "map.ipynb").read_bytes())
    chapter = {"notebook": str(tmp_path / "other" / "own.ipynb"), "name": "own"}
    _described(case, **{"contested:chapters": [{**chapter, "title": "T", "question": "Q?"}]})
    with pytest.raises(Invalid, match=r"own\.ipynb lies outside the case"):
        render("zenodo", Dataset(load(case.folder)))


def test_a_notebook_of_the_case_goes_with_it(case: Case) -> None:
    paths.write(case.folder / "notebooks/own.ipynb", (paths.NOTEBOOKS / "map.ipynb").read_bytes())
    data = render("zenodo", Dataset(load(case.folder))).data
    with ZipFile(io.BytesIO(data)) as files:
        assert f"data/{FERRY.name}/notebooks/own.ipynb" in files.namelist()
        assert set(deposit.SUITE) <= set(files.namelist())


def _described(case: Case, **properties: object) -> None:
    """Other properties in the description of the case."""
    path = case.folder / paths.PACKAGE
    head = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**head, **properties}, indent=2), encoding="utf-8")
