"""What a case says of itself for a catalogue: title, version, terms, whom to cite.

It is read from datapackage.json alone, so that every export and every citation says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.case.properties import text_of
from analysis.case.schema import Package
from analysis.errors import Invalid, Place, Problem, shorter
from analysis.paths import PACKAGE

CREATORS = "contributors"
"""The property of a description that lists whom to cite, as Data Package v2 has it."""
LIKE = '[{"title": "..."}]'


@dataclass(frozen=True)
class Record:
    """A case as a catalogue lists it.

    name: of the case. title, description, version: as the case has them. creators: whom to cite, in
    order; none where it does not say. licence, terms: the name of its licence, as CC-BY-4.0, and
    the address of its text; empty where it has none. created: the day of its description. sources:
    the data that it was made from, as their publishers want them cited.
    """

    name: str
    title: str
    description: str
    version: str
    creators: tuple[str, ...]
    licence: str
    terms: str
    created: str
    sources: tuple[str, ...]

    @property
    def authors(self) -> tuple[str, ...]:
        """Whom to cite; the authors of the case, without a name, where it does not say."""
        return self.creators or (f"The authors of “{self.title}”",)

    @property
    def citation(self) -> str:
        """The case as one line."""
        day = f" ({self.created[:4]})" if self.created else ""
        version = f", version {self.version}" if self.version else ""
        return f"{', '.join(self.authors)}{day}: {self.title}{version}."


def record(package: Package) -> Record:
    """The record of a case. package: its description.

    Raises Invalid where its contributors or licences are not written as Data Package v2 has them.
    """
    head = package.text.value
    named = {CREATORS: "title", "licenses": "name", "sources": "title"}
    if problems := [problem for key, name in named.items() for problem in _wrong(head, key, name)]:
        raise Invalid(
            Place(p.field, p.file, package.text.line(p.field)).problem(p.value, p.allowed, p.fix)
            for p in problems
        )
    licence: Mapping[str, Any] = next(iter(head.get("licenses", ())), {})
    return Record(
        name=package.name,
        title=package.title,
        description=package.description,
        version=package.version,
        creators=tuple(entry["title"] for entry in head.get(CREATORS, ())),
        licence=licence.get("name", ""),
        terms=text_of(licence.get("path")),
        created=text_of(head.get("created"))[:10],
        sources=tuple(entry["title"] for entry in head.get("sources", ())),
    )


def _wrong(head: Mapping[str, Any], key: str, named: str) -> Iterator[Problem]:
    """A problem for each entry of a list that does not have its name."""
    entries = head.get(key, [])
    place = Place(key, PACKAGE)
    like = '[{"name": "CC-BY-4.0"}]' if key == "licenses" else LIKE
    if not isinstance(entries, list):
        yield place.problem(shorter(repr(entries)), "a list", f"write {like}")
        return
    for number, entry in enumerate(entries, 1):
        name = entry.get(named) if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name.strip():
            value = f"entry {number} has no {named}"
            yield place.problem(value, f"a {named} in each", f"write {like}")
