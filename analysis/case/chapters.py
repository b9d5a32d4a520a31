"""The chapters of a case: the notebooks that make its report, as datapackage.json lists them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis import paths
from analysis.case.schema import CHAPTERS, Package, package
from analysis.errors import Gathered, Invalid, Place, Problem, nearest, shorter
from analysis.paths import PACKAGE, case_folder, notebook_file

TEXTS = ("notebook", "name", "title", "question")
"""The keys that every chapter has."""
HERO = "hero"
"""The key of the chart that stands on the first page, which a chapter may leave out."""
KEYS = (*TEXTS, "parameters", HERO)
ANY_CASE = ("chronology", "sources", "map")
"""The notebooks of the suite that suit a case without a list of its own, in order."""


@dataclass(frozen=True)
class Chapter:
    """A notebook with its parameters, as a report runs it.

    notebook: its file. name: the first part of the names of its charts, tables and results, as in
    `casualties/toll`. title, question: for the list of chapters; empty where the case has no such
    list. parameters: values that override those of the notebook's own cell. hero: the name, in the
    chapter, of the chart that stands on the first page of the report; empty for none.
    """

    notebook: Path
    name: str
    title: str = ""
    question: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    hero: str = ""

    @property
    def file(self) -> str:
        """The name of the file of the executed notebook."""
        return f"{self.name}.ipynb"


def chapters(case: str | os.PathLike[str]) -> tuple[Chapter, ...]:
    """The chapters of a case, in order.

    case: a name under `data/`, or the path of a folder. The chapters are those that its
    datapackage.json lists. Where it lists none, they are the notebooks that suit any case, then
    all in the folder of that case's name under `notebooks/`, then all in `notebooks/` of the case's
    own folder. Raises Invalid with everything that is wrong.
    """
    description = package(case_folder(case))
    folder, listed = description.folder, description.chapters
    if wrong := problems(description):
        raise Invalid(wrong)
    if listed is None:
        return of_notebooks(_unlisted(folder))
    return tuple(_chapter(entry, folder) for entry in listed)


def problems(description: Package) -> list[Problem]:
    """Everything that is wrong with the chapters of a case. description: of the case."""
    return [
        replace(problem, line=description.text.line(problem.field))
        for problem in _problems(description.chapters, description.folder)
    ]


def of_notebooks(notebooks: Iterable[Path]) -> tuple[Chapter, ...]:
    """Notebooks as chapters, each under the name of its file."""
    return tuple(Chapter(path, path.stem) for path in notebooks)


def chosen(case: str | os.PathLike[str], names: Iterable[str]) -> tuple[Chapter, ...]:
    """Chapters by name, each once, in the order of the names.

    case: as for `chapters`. names: of chapters of the case, of notebooks of the suite, or paths of
    notebooks. A notebook of which the case makes chapters stands for these, with their titles and
    parameters. Raises Invalid with every name that is none, and where two chapters would have one
    name.

    >>> [chapter.name for chapter in chosen("convoy-2017", ["map", "notebooks/sources.ipynb"])]
    ['map', 'sources']
    """
    own = chapters(case)
    named = {chapter.name: (chapter,) for chapter in own}
    problems = Gathered()
    chapters_of = {name: _chapters_of(name, own, named) for name in dict.fromkeys(names)}
    known = {*named, *paths.notebook_names()}
    problems.add(
        Problem("notebooks", repr(name), "a chapter or a notebook", nearest(name, known))
        for name, listed in chapters_of.items()
        if not listed
    )
    unique: list[Chapter] = []
    for chapter in (chapter for listed in chapters_of.values() for chapter in listed):
        unique += [chapter] * (chapter not in unique)
    problems.add(_twice((Place("notebooks"), chapter.name) for chapter in unique))
    problems.refuse()
    return tuple(unique)


def _chapters_of(
    name: str, own: Iterable[Chapter], named: Mapping[str, tuple[Chapter, ...]]
) -> tuple[Chapter, ...]:
    """The chapters that a name stands for; none where there is no such notebook."""
    if name in named:
        return named[name]
    file = paths.notebook_names().get(name.removesuffix(".ipynb")) or Path(name)
    if not os.path.isfile(file):  # Path.is_file raises where a name is too long
        return ()
    same = tuple(chapter for chapter in own if chapter.notebook.resolve() == file.resolve())
    return same or of_notebooks([file])


def _unlisted(folder: Path) -> list[Path]:
    """The notebooks of a case that does not list them."""
    suite = [paths.NOTEBOOKS / f"{name}.ipynb" for name in ANY_CASE]
    own = (paths.NOTEBOOKS / folder.name, folder / "notebooks")
    return [*suite, *(path for place in own for path in sorted(place.glob("*.ipynb")))]


def _chapter(entry: Mapping[str, Any], folder: Path) -> Chapter:
    labels = {key: entry[key] for key in TEXTS if key != "notebook"}
    parameters = MappingProxyType(dict(entry.get("parameters", {})))
    notebook, hero = notebook_file(entry["notebook"], folder), entry.get(HERO, "")
    return Chapter(notebook, **labels, parameters=parameters, hero=hero)


def _problems(listed: Any, folder: Path) -> list[Problem]:
    place = Place(CHAPTERS, PACKAGE)
    if listed is None:
        return list(_twice((place, path.stem) for path in _unlisted(folder)))
    if not isinstance(listed, list) or not listed:
        fix = "write a list of them, or delete the property"
        return [place.problem(_short(listed), "chapters in square brackets", fix)]
    numbered = [(Place(f"{CHAPTERS}[{n}]", PACKAGE), entry) for n, entry in enumerate(listed, 1)]
    named = [
        (_inside(place, "name"), entry["name"])
        for place, entry in numbered
        if isinstance(entry, dict) and isinstance(entry.get("name"), str)
    ]
    wrong = [problem for place, entry in numbered for problem in _of_entry(place, entry, folder)]
    return [*wrong, *_twice(named)]


def _of_entry(place: Place, entry: Any, folder: Path) -> Iterator[Problem]:
    if not isinstance(entry, dict):
        fix = f"give it {', '.join(TEXTS)}"
        yield place.problem(_short(entry), "a chapter in curly brackets", fix)
        return
    yield from _of_keys(place, entry)
    for key in TEXTS:
        if key not in entry:
            yield place.problem(f"no {key}", f"a chapter with {', '.join(TEXTS)}", f"add its {key}")
        elif not isinstance(entry[key], str) or not entry[key].strip():
            yield _inside(place, key).problem(_short(entry[key]), "text", f"write its {key}")
        else:
            yield from _of_text(_inside(place, key), key, entry[key], folder)
    if "parameters" in entry:
        yield from _of_parameters(_inside(place, "parameters"), entry, folder)


def _of_keys(place: Place, entry: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems of the keys that a chapter need not have."""
    for key in entry:
        if key not in KEYS:
            yield _inside(place, key).problem(
                "no such key", "a key of a chapter", nearest(key, KEYS)
            )
    hero = entry.get(HERO, "-")
    if not isinstance(hero, str) or not hero.strip():
        fix = "name it, as `contested figure` does behind the name of the chapter"
        yield _inside(place, HERO).problem(_short(hero), "the name of a chart", fix)


def _of_text(place: Place, key: str, text: str, folder: Path) -> Iterator[Problem]:
    # os.path.isfile, since Path.is_file raises where a name is too long.
    if key == "notebook" and not os.path.isfile(notebook_file(text, folder)):
        allowed = "a notebook of the suite, or a path from the case's folder"
        fix = nearest(text, paths.notebook_names())
        yield place.problem(f"{text!r}: no such file", allowed, fix)
    if key == "name" and not text.replace("-", "").replace("_", "").isalnum():
        fix = "its charts go by it, as in casualties/toll"
        yield place.problem(repr(text), "letters, digits, - and _", fix)


def _of_parameters(place: Place, entry: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    """Problems of the parameters of a chapter.

    A case's own notebook takes only `case`: it sets the others in its own cell, so that the charts
    stored in it are the ones that the report prints.
    """
    parameters = entry["parameters"]
    if not isinstance(parameters, dict):
        yield place.problem(
            _short(parameters), "parameters by name", "write them in curly brackets"
        )
        return
    notebook = entry.get("notebook")
    if not isinstance(notebook, str) or paths.is_of_any_case(notebook_file(notebook, folder)):
        return
    for name in parameters:
        if name != "case":
            fix = "set it in the parameters cell of the notebook"
            yield _inside(place, name).problem(
                "a parameter of a case's own notebook", "case alone", fix
            )


def _twice(named: Iterable[tuple[Place, str]]) -> Iterator[Problem]:
    """A problem for each name that an earlier chapter has already.

    Names that differ in capitals alone are equal: the outputs are files of these names, and some
    file systems do not distinguish capitals.
    """
    seen: set[str] = set()
    for place, name in named:
        if name.casefold() in seen:
            fix = "rename one: the outputs go by these names"
            yield place.problem(f"{name!r}: a second chapter of that name", "each name once", fix)
        seen.add(name.casefold())


def _inside(place: Place, key: str) -> Place:
    return Place(f"{place.field}.{key}", place.file)


def _short(value: object) -> str:
    return shorter(json.dumps(value, ensure_ascii=False), 60)
