"""What the runs of a sweep are called: names that are safe as folders on any system."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Formatter

from analysis.errors import Invalid, Problem, nearest
from analysis.sweep.entry import Entry

LONGEST = 100
"""Letters in the name of a run: with those of a report's files still short enough for Windows."""
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
ALLOWED = "a name that can be a folder on any system"


@dataclass(frozen=True)
class Template:
    """A name with parameters in it. parts: literal text, then the field after it, or nothing."""

    entry: Entry
    parts: tuple[tuple[str, str], ...]

    def fill(self, fields: Mapping[str, object]) -> str:
        """The name of a run that has these values."""
        return "".join(
            f"{literal}{slug(fields[field])}" if field else literal for literal, field in self.parts
        )


def template(entry: Entry, known: Collection[str]) -> Template:
    """Read a template such as `{as_of}`; Invalid for a field that not every run has."""
    if not isinstance(entry.value, str):
        fix = "put it in quotation marks"
        raise Invalid([entry.problem(entry.shown, "text, as '{as_of}'", fix)])
    try:
        texts = list(Formatter().parse(entry.value))
    except ValueError as error:
        value = f"{entry.value!r}: {str(error).lower()}"
        problem = entry.problem(value, "fields as {as_of}", "close each brace")
        raise Invalid([problem]) from error
    parts = tuple((literal, field or "") for literal, field, _, _ in texts)
    turned = [
        entry.problem(f"more than a name in {{{field}}}", "a name in braces", f"write {{{field}}}")
        for _, field, spec, turn in texts
        if field in known and (spec or turn)
    ]
    unknown = [
        entry.problem(f"{{{field}}}", "a parameter that every run has", nearest(field, known))
        for _, field, _, _ in texts
        if field is not None and field not in known
    ]
    literal = forbidden(entry, "".join(text for text, _ in parts))
    if problems := [*unknown, *turned, *literal]:
        raise Invalid(problems)
    return Template(entry, parts)


def slug(value: object) -> str:
    """A value as part of a name: ids and days as they are, anything unsafe as a hyphen."""
    return re.sub(r"[^\w.=+-]+", "-", text(value))


def text(value: object) -> str:
    """A value in plain letters."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return json.dumps(value, ensure_ascii=False, default=str)


def folded(name: str) -> str:
    """The same for two names that a file system may take for one."""
    return unicodedata.normalize("NFC", name.casefold())


def forbidden(entry: Entry, written: str) -> list[Problem]:
    """Signs in a name as it was written that would lead elsewhere, or are not safe everywhere."""
    if match := FORBIDDEN.search(written):
        return [entry.problem(f"{match[0]!r} in {written!r}", ALLOWED, "write - for it")]
    return []


def unsafe(name: str) -> str:
    """Why a name cannot be that of a folder; empty where it can."""
    if not name:
        return "an empty name"
    if not name.strip("-"):
        return "only hyphens, which stand for signs that are not safe in a name"
    if len(name) > LONGEST or len(name.encode("utf-8")) > 2 * LONGEST:
        return f"{len(name)} letters, more than {LONGEST} or too many bytes"
    if name.startswith("."):
        return "a dot at its beginning"
    if name.endswith((".", " ")):
        return "a dot or blank at its end"
    if RESERVED.fullmatch(name):
        return "a name that Windows keeps for itself"
    return "a sign that is not safe everywhere" if FORBIDDEN.search(name) else ""
