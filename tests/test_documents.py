"""The documents: every command, link, notebook and picture in them is there, and the reverse."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from test_imports import ORDER

from analysis import charts, cli
from analysis.case.scope import Scope
from analysis.errors import Invalid
from analysis.notebooks import python_page
from analysis.notebooks.refresh import pictures
from analysis.paths import DATA, ROOT, all_notebooks

DOCUMENTS = [
    path for pattern in ("*.md", "data/*.md", "docs/**/*.md") for path in sorted(ROOT.glob(pattern))
]
FIRST_CASE = "convoy-2017"
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
EACH = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
LINK = re.compile(r"!?\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
MACHINE = re.compile(r"/(?:home|root|work|tmp|Users)\b/?")
MAKE = re.compile(r"`?\bmake ([a-z]+(?:-[a-z]+)*)\b")


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)["project"]
    return data


def citation() -> dict[str, Any]:
    import yaml

    data: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return data


def targets() -> set[str]:
    """What make can be asked for, as the Makefile's own help lists it."""
    return set(re.findall(r"^([a-z-]+):.*?## \S", MAKEFILE, re.MULTILINE))


def verbs() -> set[str]:
    commands = cli.app.registered_commands
    return {c.name or c.callback.__name__ for c in commands if c.callback}


def code(text: str) -> str:
    """What stands between backticks or in a block of code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def page(name: str) -> str:
    """A page of docs/."""
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def test_the_documents_are_there() -> None:
    assert {path.name for path in DOCUMENTS} >= {"README.md", "CHANGELOG.md", "CONTRIBUTING.md"}
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in DOCUMENTS)


@EACH
def test_every_link_to_a_file_leads_to_one(path: Path) -> None:
    for link in LINK.finditer(path.read_text(encoding="utf-8")):
        target = link["target"].partition("#")[0]
        if not target or re.match(r"[a-z]+:", target):
            continue
        assert (path.parent / target).exists(), target


@EACH
def test_links_to_the_web_are_whole(path: Path) -> None:
    for link in LINK.finditer(path.read_text(encoding="utf-8")):
        if ":" in link["target"]:
            assert re.match(r"https://[a-z0-9.-]+\.[a-z]+(/|$)", link["target"]), link["target"]


@EACH
def test_every_picture_has_words_for_those_who_cannot_see_it(path: Path) -> None:
    for picture in re.findall(r"!\[([^\]]*)\]", path.read_text(encoding="utf-8")):
        assert len(picture.split()) >= 5


@EACH
def test_no_path_of_one_machine(path: Path) -> None:
    assert not MACHINE.search(path.read_text(encoding="utf-8"))


@EACH
def test_what_it_asks_of_make_and_the_program_is_there(path: Path) -> None:
    text = code(path.read_text(encoding="utf-8"))
    assert set(MAKE.findall(text)) <= targets()
    assert set(re.findall(r"\bcontested ([a-z]+)\b", text)) <= verbs()


def test_both_commands_stand_at_the_top() -> None:
    top = "\n".join(README.splitlines()[:25])
    assert re.search(r"^make report\b", top, re.MULTILINE)
    assert re.search(r"^make test\b", top, re.MULTILINE)


def test_every_verb_is_in_the_table_of_the_command_line() -> None:
    rows = re.findall(r"^\| `contested ([a-z]+)", page("commands"), re.MULTILINE)
    assert sorted(rows) == sorted(verbs())


def test_every_target_of_make_is_among_the_commands() -> None:
    assert set(MAKE.findall(code(page("commands")))) == targets()


def test_make_lists_its_targets() -> None:
    completed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {line.split()[0] for line in completed.stdout.splitlines()} == targets()
    phony = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert set(phony[0].split()) == targets()


def test_what_make_calls_is_there() -> None:
    for verb in re.findall(r"\$\(BIN\)/contested ([a-z]+)", MAKEFILE):
        assert verb in verbs()
    for file in re.findall(r"\$\(BIN\)/python ([a-z/]+\.py)", MAKEFILE):
        assert (ROOT / file).is_file(), file


def question(notebook: Path) -> str:
    """What a notebook asks, from its first cell."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "".join(cells[0]["source"]).split("**")[1]


def test_the_table_from_notebooks_is_that_of_the_folder() -> None:
    rows = re.findall(r"^\| \[`(\w+)`\]\(([^)]+)\) \| (.+) \|$", README, re.MULTILINE)
    paths = [path for path in all_notebooks() if path.stem != "README"]
    values = [(path.stem, path.relative_to(ROOT).as_posix(), question(path)) for path in paths]
    assert sorted(rows) == sorted(values)


def test_every_parameter_is_named() -> None:
    text = page("commands")
    assert all(f"`{field.name}`" in text for field in dataclasses.fields(Scope))


def test_every_case_that_is_named_is_there() -> None:
    named = re.findall(r"`data/([^/`]+)/`", README)
    assert named
    assert all((DATA / case / "datapackage.json").is_file() for case in named)


def test_the_pictures_are_those_of_the_notebooks() -> None:
    for path, data in pictures().items():
        assert path.read_bytes() == data, path.name
        assert f"](docs/{path.name})" in README


def test_the_lines_of_python_print_what_the_readme_says() -> None:
    assert README.count("\n>>> ") >= 7
    assert python_page.with_outputs(README) == README


def test_the_readme_is_short() -> None:
    """It says what this is, and leads on; what it is not, is in docs/."""
    assert len(README.splitlines()) <= 110


def test_the_pages_that_a_newcomer_looks_for_are_there() -> None:
    pages = {
        path.relative_to(ROOT / "docs").as_posix() for path in DOCUMENTS if "docs" in path.parts
    }
    wanted = ("architecture", "glossary", "adding", "python", "batches", "commands", "setting-up")
    assert {f"{name}.md" for name in wanted} | {"decisions/README.md"} <= pages
    listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", page("decisions/README")))
    assert listed == {Path(name).name for name in pages if "decisions/" in name} - {"README.md"}


def test_the_architecture_names_the_packages_in_their_order() -> None:
    (rule,) = re.findall(r"^errors .*$", page("architecture"), re.MULTILINE)
    assert re.findall(r"\w+", rule) == [*ORDER]
    rows = re.findall(r"^\| `(\w+)` \|", page("architecture"), re.MULTILINE)
    assert set(rows) == {*ORDER, "engine"}


def test_the_files_that_the_pages_name_are_there() -> None:
    for name in ("architecture", "adding", "decisions/packages-and-names"):
        for file in re.findall(r"`((?:analysis|tests|data|tools)/[\w/.-]+)`", page(name)):
            if not any(word.isupper() for word in re.findall(r"[A-Z]{3,}", file)):
                assert (ROOT / file).exists(), file


PAGE = python_page.PAGE.read_text(encoding="utf-8")


def test_the_page_on_python_prints_what_it_says() -> None:
    assert python_page.with_outputs(PAGE) == PAGE


def test_the_page_on_python_has_every_form_with_its_picture() -> None:
    drawn = python_page.pictures(PAGE)
    # It draws rows of a data set, of which none is committed.
    without = {"sums_by_period"}
    assert {path.stem for path in drawn} == set(charts.FORMS) - without
    assert sorted(drawn) == sorted(python_page.FOLDER.iterdir())
    for path, data in drawn.items():
        assert f"](charts/{path.name})" in PAGE
        assert path.stat().st_size < 150_000
        with Image.open(path) as there, Image.open(io.BytesIO(data)) as now:
            assert there.width <= 800
            assert there.convert("RGB").tobytes() == now.convert("RGB").tobytes(), path.name


def test_lines_that_draw_nothing_are_refused() -> None:
    for line, says in (
        (
            'an.charts.steps(an.load("convoy-2017").where(measure="statement"))',
            "No claim with both a day and a number",
        ),
        ('"words"', "str; a chart"),
    ):
        page = f"### `steps`\n\n```python\nimport analysis as an\n{line}\n```\n"
        with pytest.raises(Invalid, match=says):
            python_page.pictures(page)


def test_every_mark_of_the_key_is_explained() -> None:
    text = page("reading-charts")
    for word in ("dot", "bar", "arrow", "ring", "italics", "hollow", "pale", "dashed", "hatched"):
        assert word in text


def test_one_version_everywhere() -> None:
    version = project()["version"]
    assert str(citation()["version"]) == version
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S+)", changes, re.MULTILINE)[0] == version


def test_the_citation_holds_what_its_format_asks_for() -> None:
    data = citation()
    assert {"cff-version", "message", "title", "authors"} <= set(data)
    assert data["authors"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(data["date-released"]))


def test_licences_are_there_and_agree() -> None:
    code_licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    data_licence = (DATA / "LICENSE").read_text(encoding="utf-8")
    names = [
        re.findall(r"SPDX-License-Identifier: (\S+)", t)[0] for t in (code_licence, data_licence)
    ]
    assert citation()["license"] == names
    assert project()["license"] == names[0]
    described = json.loads((DATA / FIRST_CASE / "datapackage.json").read_text("utf-8"))
    assert [licence["name"] for licence in described["licenses"]] == [names[1]]


def test_every_dependency_has_its_reason() -> None:
    text = page("decisions/libraries")
    for requirement in project()["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0]
        assert re.search(rf"^\|.*\b{re.escape(name)}\b", text, re.MULTILINE), name


def test_every_part_of_our_own_that_is_defended_is_there() -> None:
    text = page("decisions/libraries").split("| our own |")[1]
    parts = re.findall(r"`([a-z_/]+)`", text.replace("`edtf`", "").replace("`frictionless`", ""))
    assert parts
    for name in parts:
        home = ROOT / "analysis" / name
        assert home.with_suffix(".py").is_file() or (home / "__init__.py").is_file(), name


def test_no_file_of_the_project_holds_a_path_of_one_machine() -> None:
    files = [*ROOT.glob("analysis/**/*.py"), *ROOT.glob("*.toml"), *ROOT.glob("data/*/*.csv")]
    assert len(files) > 40
    for path in files:
        match = re.search(r"(?<![\w.:/])/(?:home|root|work|Users)/", path.read_text("utf-8"))
        assert not match, path.name
