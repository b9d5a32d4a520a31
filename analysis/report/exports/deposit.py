"""The export `zenodo`: one zip that somebody else unpacks, reads and runs again.

It is laid out as the repository is, with this case alone. So the programs run in it as they stand,
and the hash of the data is that of the original.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from analysis import paths
from analysis.case.chapters import chapters
from analysis.case.codebook import PATH as CODEBOOK
from analysis.case.schema import Package
from analysis.case.scope import Scope
from analysis.errors import Invalid, Place, many
from analysis.notebooks import ipynb, provenance
from analysis.report import naming
from analysis.report.exports import catalogue
from analysis.report.exports.archive import archive
from analysis.report.exports.dataset import Dataset, Rendered
from analysis.words.flat_table import as_csv
from analysis.words.templates import templates

SUITE = (
    *("LICENSE", "Makefile", "pyproject.toml", "requirements.txt", "requirements-uv.txt"),
    *("setup.py", "tools/environment.py"),
)
"""Files of the repository, with which a machine sets itself up."""
LOCK, NAME = "requirements.txt", "contested-counts"
REPORT, LOG = "report", "log.json"
"""The folder of the report, and its file that says how long it took, which differs each time."""
TEMPLATES = templates(Path(__file__).parent.parent / "assets")


def render(dataset: Dataset) -> Rendered:
    """The zip, with the report of the case if there is one of this data.

    Raises Invalid where a chapter's notebook lies outside the case and the suite. Notes say what a
    deposit should have and this one lacks.
    """
    package = dataset.timeline.package
    report, notes = _report(package)
    files = {
        **_catalogue(dataset, bool(report)),
        **_code(),
        **_data(package),
        **_notebooks(package),
        **{f"{REPORT}/{name}": data for name, data in report.items()},
    }
    return Rendered(archive(dict(sorted(files.items()))), (*_lacking(dataset), *notes))


def _lacking(dataset: Dataset) -> Iterator[str]:
    """What a catalogue asks for and the case does not say."""
    about = dataset.record
    if not about.creators:
        yield "the case says nobody to cite: write contributors into datapackage.json"
    if not about.licence:
        yield "the case has no licence, so nobody may reuse it: write licenses into it"


def _catalogue(dataset: Dataset, report: bool) -> dict[str, bytes]:
    """The files at the top: what it is, how to cite it, its description, the flat table."""
    about, package = dataset.record, dataset.timeline.package
    readme = TEMPLATES.get_template("deposit.md").render(
        **{**dataset.facts, "name": about.name, "description": about.description},
        citation=about.citation,
        sources_cited=about.sources,
        claims=many(len(dataset.timeline), "claim"),
        sources=many(len({claim.source_id for claim in dataset.timeline}), "document"),
        suite=provenance.version(),
        report=report,
        repository=all((paths.ROOT / name).is_file() for name in SUITE),
    )
    texts = {
        "README.md": readme,
        "CITATION.cff": catalogue.citation_file(about),
        ".zenodo.json": _json(catalogue.zenodo(about)),
        paths.PACKAGE: _json(_described(package)),
    }
    written = {name: text.encode("utf-8") for name, text in texts.items()}
    return {**written, "flat.csv": as_csv(dataset.table)}


def _described(package: Package) -> object:
    """The description of the case, as it is read from the top of the zip.

    Its schemas lie below it there, where every reader of Data Packages takes them.
    """
    head = package.text.value
    resources = [
        {
            **resource,
            "path": f"data/{package.name}/{resource['path']}",
            "schema": _schema(package, resource["name"]) or resource["schema"],
        }
        for resource in head["resources"]
    ]
    return {**head, "resources": resources}


def _schema(package: Package, table: str) -> str:
    """Where the schema of a table is in the zip; empty where it is written out."""
    path = package.schemas.get(table)
    return f"data/schema/{path.name}" if path else ""


def _data(package: Package) -> dict[str, bytes]:
    """The case as it stands, the schemas that all cases share, and the base map."""
    shared = {f"data/schema/{path.name}": path for path in paths.SCHEMA.glob("*.json")}
    own = {f"data/schema/{path.name}": path for path in package.schemas.values()}
    tables = {f"data/{package.name}/{table.path}": table.path for table in package.tables.values()}
    case = {name: package.folder / path for name, path in tables.items()}
    case[f"data/{package.name}/{paths.PACKAGE}"] = package.folder / paths.PACKAGE
    maps = {f"data/map/{path.name}": path for path in paths.BASE_MAP.parent.glob("*.*")}
    files = {**shared, **own, **maps, **case, "data/README.md": CODEBOOK}
    return {name: path.read_bytes() for name, path in files.items() if path.is_file()}


def _notebooks(package: Package) -> dict[str, bytes]:
    """The notebooks that suit any case, and those of the chapters, without outputs."""
    places = {f"notebooks/{path.name}": path for path in paths.NOTEBOOKS.glob("*.ipynb")}
    listed = [chapter.notebook for chapter in chapters(package.folder)]
    own = [*listed, *(package.folder / "notebooks").glob("*.ipynb")]
    places |= {_place(package, path): path for path in own}
    return {name: ipynb.without_outputs(path).encode("utf-8") for name, path in places.items()}


def _place(package: Package, notebook: Path) -> str:
    """Where a notebook of the case is in the zip, so that the description still leads to it."""
    roots = {paths.NOTEBOOKS: "notebooks", package.folder: f"data/{package.name}"}
    for root, folder in roots.items():
        if notebook.resolve().is_relative_to(root.resolve()):
            return f"{folder}/{notebook.resolve().relative_to(root.resolve()).as_posix()}"
    place = Place("contested:chapters", paths.PACKAGE)
    value, allowed = f"{notebook.name} lies outside the case", "a notebook that goes with it"
    raise Invalid([place.problem(value, allowed, "copy it into the notebooks/ of the case")])


def _code() -> dict[str, bytes]:
    """The code of the suite, and what a machine needs to set itself up."""
    code = {f"analysis/{name}": path for name, path in provenance.code_files().items()}
    suite = {name: paths.ROOT / name for name in SUITE}
    files = {**code, **{name: path for name, path in suite.items() if path.is_file()}}
    contents = {name: path.read_bytes() for name, path in files.items()}
    return {LOCK: _installed().encode("utf-8"), **contents}


def _installed() -> str:
    """Every installed library with its version, where the suite is installed without its lock.

    The suite itself is not among them: its code is in the zip.
    """
    versions = {d.name.lower(): d.version for d in metadata.distributions() if d.name}
    versions.pop(NAME, None)
    return "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


def _report(package: Package) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of the report of the case by name, and a note where it is of other data."""
    scope = Scope(case=package.name)
    folder = paths.REPORTS / naming.folder_name(package.name, scope)
    if not (folder / provenance.MANIFEST).is_file():
        case = shlex.quote(f"case={paths.typed(package.folder)}")
        return {}, (f"no report in it: `contested report {case}` makes one",)
    manifest = json.loads((folder / provenance.MANIFEST).read_text(encoding="utf-8"))
    if manifest.get("data_sha256") != provenance.data_hash(package):
        return {}, (f"no report in it: the one in {folder.name} is of other data; make it again",)
    return {name: path.read_bytes() for name, path in _report_files(folder)}, ()


def _report_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in (paths.EXPORT, LOG):
            yield name.as_posix(), path


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
