"""A wheel is enough: it is built, installed where nothing of the repository is, and used.

It fetches packages, as the rest of this folder does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PATIENCE
from locks import LOCK

from analysis.notebooks import provenance
from analysis.paths import FIRST_CASE, ROOT
from setup.machine import checkout, clean

UV = Path(sys.executable).parent / "uv"
FERRY = ROOT / "tests" / "cases" / "ferry-2031"
SWEEP = "notebooks: [chronology]\ngrid: {as_of: [2031-03-05, 2031-03-06]}\n"


@dataclass(frozen=True)
class Installed:
    """A wheel in an environment of its own. folder: where somebody stands who uses it."""

    environment: Path
    folder: Path

    def contested(self, *words: str, inside: str = "") -> subprocess.CompletedProcess[str]:
        return self.run("contested", *words, inside=inside)

    def run(self, program: str, *words: str, inside: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.environment / "bin" / program, *words],
            cwd=self.folder / inside,
            env=clean({}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the files that git knows of, by way of an archive of the sources."""
    place = tmp_path_factory.mktemp("wheel")
    sources = checkout(place / "checkout", small=False).folder
    command: list[str | Path] = [UV, "build", "--quiet", "--out-dir", place / "dist", sources]
    subprocess.run(command, check=True, env=clean({}))
    (wheel,) = (place / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, with what its metadata asks for and nothing else; a case in the folder."""
    place = tmp_path_factory.mktemp("somebody")
    environment = place / "environment"
    install: list[str | Path] = [
        UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        environment / "bin" / "python",
    ]
    create: list[str | Path] = [UV, "venv", "--quiet", "--python", sys.executable, environment]
    for command in (create, [*install, "--constraint", LOCK, wheel]):
        subprocess.run(command, check=True, env=clean({}))
    shutil.copytree(FERRY, place / "stories" / "data" / FERRY.name)
    (place / "elsewhere").mkdir()
    return Installed(environment, place / "stories")


def test_it_holds_what_the_suite_reads_and_no_case(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("resources/")[2] for name in archive.namelist()} - {""}
    expected = [*ROOT.glob("data/schema/*.json"), *ROOT.glob("notebooks/*.ipynb")]
    expected += [*ROOT.glob("notebooks/sweeps/*"), *ROOT.glob("notebooks/templates/*.ipynb")]
    assert {path.relative_to(ROOT).as_posix() for path in expected} <= names
    assert "data/map/countries.geojson" in names
    assert not any(FIRST_CASE in name for name in names)


def test_it_is_the_code_of_the_checkout_by_version_and_hash(installed: Installed) -> None:
    code = "from analysis.notebooks import provenance as p; print(p.version(), p.code_hash())"
    done = installed.run("python", "-c", code)
    assert done.stdout.split() == [provenance.version(), provenance.code_hash()]


def test_a_case_under_the_folder_is_known_by_name_there_and_inside_it(
    installed: Installed,
) -> None:
    checked = installed.contested("check")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith(f"{FERRY.name}: ")
    inside = installed.contested("list", "claims", "212", inside=f"data/{FERRY.name}")
    assert "c001" in inside.stdout, inside.stderr


def test_a_report_a_chart_and_a_batch_are_of_the_case_in_the_folder(installed: Installed) -> None:
    report = installed.contested("report", "--formats", "html", "--notebooks", "chronology")
    assert report.returncode == 0, report.stderr
    (path,) = (installed.folder / "reports").glob("*/report.html")
    assert "Harbour Post" in path.read_text(encoding="utf-8")
    chart = installed.contested("figure", "chronology/evidence-days", "--out", "days.svg")
    assert chart.returncode == 0, chart.stderr
    assert "<svg " in (installed.folder / "days.svg").read_text(encoding="utf-8")
    (installed.folder / "days.yaml").write_text(SWEEP, encoding="utf-8")
    batch = installed.contested("batch", "days.yaml")
    assert batch.returncode == 0, batch.stderr
    runs = sorted((installed.folder / "reports/sweeps/days/runs").glob("*/manifest.json"))
    cases = [json.loads(run.read_text(encoding="utf-8"))["case"]["name"] for run in runs]
    assert cases == [FERRY.name, FERRY.name]


@pytest.mark.parametrize(
    "words",
    [("check",), ("report",), ("list", "claims"), ("figure", "map/map"), ("explore",)],
    ids=lambda words: words[0],
)
def test_where_there_is_no_case_it_says_how_to_begin_one(
    installed: Installed, words: tuple[str, ...]
) -> None:
    done = installed.contested(*words, inside="../elsewhere")
    assert done.returncode == 1
    assert "begin one with `contested new`" in done.stderr
    assert FIRST_CASE not in done.stderr
    assert list((installed.folder.parent / "elsewhere").iterdir()) == []


def test_jupyterlab_and_the_page_start(installed: Installed) -> None:
    """All that they import is installed; a server of each is tried in the browser's tests."""
    code = (
        "import jupyterlab.labapp, voila.app; from analysis.notebooks import contents, lab, page\n"
        "lab.ready(0)\nwith page.notebook() as path: print(path.is_file())"
    )
    done = installed.run("python", "-c", code)
    assert done.stdout.split() == ["True"], done.stderr
