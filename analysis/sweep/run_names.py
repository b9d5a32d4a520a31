"""The names of runs: templates for them, and the rules for folders that are safe on any system."""

# pathvalidate knows these rules too, but not all: it accepts `..`, names that begin with a dot and
# those of hyphens alone; and its messages would have to be put into words again.

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Formatter

from analysis.case.yaml_text import Entry
from analysis.errors import Invalid, Problem, nearest

LONGEST = 100
"""Letters in the name of a run: with those of a report's files still short enough for Windows."""
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
ALLOWED = "a name that can be a folder on any system"


@dataclass(frozen=True)
class Template:
    """A name with fields in it. parts: pairs of literal text and the field after it, or empty."""

    parts: tuple[tuple[str, str], ...]

    def fill(self, fields: Mapping[str, object]) -> str:
        """The name of a run. fields: its values by name."""
        return "".join(
            f"{literal}{slug(fields[field])}" if field else literal for literal, field in self.parts
        )


def template(entry: Entry, known: Collection[str]) -> Template:
    """A template such as `{as_of}-{name}`.

    known: the fields that every run has. Raises Invalid for any other field, for more than a
    name in braces, and for signs that no folder may have.
    """
    if not isinstance(entry.value, str):
        raise entry.invalid(str(entry), "text, as '{as_of}'", "put it in quotation marks")
    try:
        pieces = list(Formatter().parse(entry.value))
    except ValueError as error:
        value = f"{entry.value!r}: {str(error).lower()}"
        raise entry.invalid(value, "fields as {as_of}", "close each brace") from error
    problems = []
    for _, field, spec, conversion in pieces:
        braces = f"{{{field}}}"
        if field is not None and field not in known:
            allowed = "a parameter that every run has"
            problems.append(entry.problem(braces, allowed, nearest(field, known)))
        elif spec or conversion:
            value = f"more than a name in {braces}"
            problems.append(entry.problem(value, "a name in braces", f"write {braces}"))
    problems += forbidden(entry, "".join(literal for literal, *_ in pieces))
    if problems:
        raise Invalid(problems)
    return Template(tuple((literal, field or "") for literal, field, *_ in pieces))


def slug(value: object) -> str:
    """A value as part of a name: ids and days as they are, anything unsafe as a hyphen.

    >>> slug("2017-09-02"), slug("x/y z"), slug(True)
    ('2017-09-02', 'x-y-z', 'true')
    """
    if isinstance(value, str):
        written = unicodedata.normalize("NFC", value)
    else:
        written = json.dumps(value, ensure_ascii=False, default=str)
    return re.sub(r"[^\w.=+-]+", "-", written)


def folded(name: str) -> str:
    """The same text for two names that a file system may take for one."""
    return unicodedata.normalize("NFC", name.casefold())


def forbidden(entry: Entry, written: str) -> list[Problem]:
    """A problem for the first character of a name that leads to another folder or is not safe.

    entry: where the name is written. written: the name.
    """
    if sign := FORBIDDEN.search(written):
        return [entry.problem(f"{sign[0]!r} in {written!r}", ALLOWED, "write - for it")]
    return []


def unsafe(name: str) -> str:
    """Why a name cannot be that of a folder; empty where it can.

    >>> unsafe("aux.txt"), unsafe("2017-09-02")
    ('a name that Windows keeps for itself', '')
    """
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
