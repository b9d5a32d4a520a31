"""A record as catalogues read it: CITATION.cff, and the `.zenodo.json` of a deposit.

Both are written from the record alone, so that they cannot disagree.
"""

from __future__ import annotations

from typing import Any

import yaml

from analysis.notebooks import provenance
from analysis.report.exports.record import Record

SUITE = "Contested Counts"
KEYWORDS = ("conflict research", "fact-checking", "data journalism", "provenance")


def citation_file(record: Record) -> str:
    """The text of CITATION.cff (version 1.2.0 of its format)."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite it as below.",
        "type": "dataset",
        "title": record.title,
        "abstract": record.description,
        "authors": [{"name": author} for author in record.authors],
        "version": record.version,
        "date-released": record.created,
        "license": record.licence,
        "keywords": list(KEYWORDS),
        "references": [_software(), *map(_data, record.sources)],
    }
    filled = {name: value for name, value in fields.items() if value}
    return str(yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=100))


def _software() -> dict[str, Any]:
    """The suite, as CITATION.cff refers to it."""
    authors = [{"name": f"The {SUITE} developers"}]
    return {
        "type": "software",
        "title": SUITE,
        "version": provenance.version(),
        "authors": authors,
    }


def _data(title: str) -> dict[str, Any]:
    """Data of others. Their authors, whom the format asks for, stand in the citation itself."""
    return {"type": "data", "title": title, "authors": [{"name": "The authors named in the title"}]}


def zenodo(record: Record) -> dict[str, Any]:
    """The metadata of a deposit, as Zenodo reads them from `.zenodo.json`."""
    fields = {
        "upload_type": "dataset",
        "title": record.title,
        "description": record.description or record.title,
        "creators": [{"name": author} for author in record.authors],
        "version": record.version,
        "publication_date": record.created,
        "license": record.licence.lower(),
        "keywords": list(KEYWORDS),
        "references": list(record.sources),
        "notes": f"Made with {SUITE} {provenance.version()}; README.md says how to run it again.",
    }
    return {name: value for name, value in fields.items() if value}
