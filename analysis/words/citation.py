"""Citations of claims: the sentence, the footnote, and the document as CSL-JSON and BibTeX.

CSL-JSON by the schema of Citation Style Language 1.0.2; BibTeX with the fields of biblatex as well
as those of older styles, so that both read the date. A document's key is its source_id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, is_choice
from analysis.claims.dates import When, when
from analysis.errors import Invalid, Problem, nearest
from analysis.words.names_and_days import LANGUAGES
from analysis.words.sentences import PARAGRAPH, cite, say

ALL = "all"
TYPES = {
    "article": ("article-newspaper", "article", ""),
    "release": ("webpage", "online", "Press release"),
    "transcript": ("speech", "misc", "Transcript"),
    "post": ("post", "online", "Post"),
    "dataset": ("dataset", "dataset", "Data set"),
}
"""The type in CSL, the type in BibTeX and the genre in words of each kind of document."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
POINT = re.compile(r"\d{4}(?:-\d\d){0,2}")
SPECIAL = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""How to write the letters that TeX reads as commands. Others stay: biber reads UTF-8."""
PLAIN = "%/:=&?~#+!$,;@()*'[]"
"""Letters of an address that are not percent-encoded, since TeX takes them as they are."""


def citation(timeline: Timeline, claim_ids: Sequence[str], form: str = ALL) -> str:
    """The citation of claims of a timeline.

    form: `sentence`, `footnote`, `csl`, `bibtex`, or `all` of them, one after the other. A document
    of several claims is cited once in `csl` and `bibtex`. Raises Invalid with every claim that the
    timeline does not have, and for an unknown form.
    """
    _check(timeline, claim_ids, form)
    ids = list(dict.fromkeys(claim_ids))
    forms = FORMS if form == ALL else {form: FORMS[form]}
    return "\n\n".join(write(timeline, ids) for write in forms.values())


def csl(timeline: Timeline, claim_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The documents of the claims as items of CSL-JSON, each once."""
    return [_item(row, note) for row, note in _documents(timeline, claim_ids)]


def bibtex(timeline: Timeline, claim_ids: Sequence[str]) -> str:
    """The documents of the claims as entries of BibTeX, each once."""
    return "\n\n".join(_entry(row, note) for row, note in _documents(timeline, claim_ids))


def _check(timeline: Timeline, claim_ids: Sequence[str], form: str) -> None:
    known = [claim.claim_id for claim in timeline]
    problems = [
        Problem("claim", repr(name), "a claim of the case", nearest(name, known))
        for name in claim_ids
        if name not in known
    ]
    if form not in (choices := [*FORMS, ALL]):
        problems.append(Problem("as", repr(form), " or ".join(choices), nearest(form, choices)))
    if problems:
        raise Invalid(problems)


def _documents(timeline: Timeline, claim_ids: Sequence[str]) -> Iterator[tuple[Row, str]]:
    """The row of each document, once, with a note of its host and of the places of the claims."""
    source_of = {claim_id: timeline[claim_id].source_id for claim_id in claim_ids}
    for source_id in dict.fromkeys(source_of.values()):
        row = timeline.row("sources", source_id)
        places = [
            _place(timeline, claim) for claim, source in source_of.items() if source == source_id
        ]
        host = f"republished by {row['host']}" if row["host"] else ""
        undated = "" if row["published"] else "no date on the copy"
        yield row, "; ".join(filter(None, [host, undated, *places]))


def _place(timeline: Timeline, claim_id: str) -> str:
    """Where in its document a claim stands; empty where that is not on record."""
    locator = timeline.row("claims", claim_id)["locator"]
    place = f"paragraph {locator[1:]}" if PARAGRAPH.fullmatch(locator) else locator
    return f"{claim_id}: {place}" if place else ""


def _item(row: Row, note: str) -> dict[str, Any]:
    kind, _, genre = TYPES[row["kind"]]
    archive = row["archive_url"]
    fields = {
        "id": row["source_id"],
        "type": kind,
        "title": row["title"],
        "container-title" if row["kind"] == "article" else "publisher": row["publisher"],
        "genre": genre,
        "issued": _date(row["published"]),
        "accessed": _date(row["accessed"]),
        "URL": row["url"],
        "archive": urlsplit(archive).hostname or "",
        "archive_location": archive,
        "language": row["language"],
        "note": note,
    }
    return {name: value for name, value in fields.items() if value}


def _date(text: str) -> dict[str, Any]:
    """An EDTF date as a date of CSL; `circa` where it is inferred, open, or one of several."""
    if not text:
        return {}
    return {"date-parts": _points(text)} | ({"circa": True} if _vague(when(text)) else {})


def _points(text: str) -> list[list[int]]:
    """The date, or its first and last, as years, months and days."""
    points = POINT.findall(text)
    ends = sorted(points) if is_choice(text) else points
    return [[int(part) for part in end.split("-")] for end in dict.fromkeys([ends[0], ends[-1]])]


def _vague(day: When) -> bool:
    return bool(day.choices) or day.inferred_first or day.inferred_last or not day.bounded


def _entry(row: Row, note: str) -> str:
    _, kind, genre = TYPES[row["kind"]]
    article = row["kind"] == "article"
    archived = f"archived at {row['archive_url']}" if row["archive_url"] else ""
    fields = {
        "title": f"{{{_tex(row['title'])}}}",
        "journal" if article else "organization": _tex(row["publisher"]),
        "entrysubtype": "newspaper" if article else "",
        "howpublished": genre,
        **_dated(row["published"]),
        "url": quote(row["url"], safe=PLAIN),
        "urldate": row["accessed"],
        "langid": LANGUAGES.get(row["language"], "").lower(),  # as biblatex names them
        "note": _tex("; ".join(filter(None, [note, archived]))),
    }
    lines = [f"  {name} = {_value(name, value)}" for name, value in fields.items() if value]
    return f"@{kind}{{{row['source_id']},\n" + ",\n".join(lines) + "\n}"


def _value(name: str, value: str) -> str:
    """A field's value; a month is a word that the style spells out."""
    return value if name == "month" else f"{{{value}}}"


def _dated(text: str) -> dict[str, str]:
    """The date for biblatex, and the year and month for older styles."""
    if not text:
        return {}
    points = _points(text)
    ends = ["-".join(f"{part:02}" for part in point) for point in points]
    month = MONTHS[points[0][1] - 1] if len(points[0]) > 1 else ""
    return {"date": "/".join(ends), "year": str(points[0][0]), "month": month}


def _tex(words: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in " ".join(words.split()))


FORMS: Mapping[str, Callable[[Timeline, Sequence[str]], str]] = {
    "sentence": lambda timeline, ids: "\n".join(say(timeline, name).text for name in ids),
    "footnote": lambda timeline, ids: "\n".join(str(cite(timeline, name)) for name in ids),
    "csl": lambda timeline, ids: json.dumps(csl(timeline, ids), indent=1, ensure_ascii=False),
    "bibtex": bibtex,
}
"""The function for each form of a citation, by its name."""
