"""The document of a claim: the one of the case that is meant, or a new row for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from analysis.claims.cells import Row
from analysis.claims.hedge_words import readings
from analysis.errors import nearest
from analysis.intake.ledger import Ledger, fresh, matching, slug
from analysis.intake.questions import Entry, Question, answered, unanswered

UNTITLED = "(title not recorded)"
DAY = re.compile(r"(?<!\d)(20\d\d|19\d\d)([-/_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
"""A day in an address, as most outlets write it there."""
KEYS = ("publisher", "published", "title", "language", "extent", "kind", "tier", "accessed")
"""What an entry may say of its document."""


@dataclass(frozen=True)
class Known:
    """A row that an entry refers to: of the case, or new in the ledger.

    name: its id; empty where it is not known yet. row: its cells. questions: what has to be
    answered first.
    """

    ledger: Ledger
    name: str = ""
    row: Row | None = None
    questions: tuple[Question, ...] = ()


def document(ledger: Ledger, entry: Entry) -> Known:
    """The document of an entry: that of its id or address, or of its publisher and day; or new."""
    sources, typed = ledger.of("sources"), entry.get("source", "")
    row = _by_name(sources, typed) or _by_publisher(sources, entry, typed)
    if row:
        return Known(ledger, row["source_id"], row)
    if typed and not is_address(typed):
        known = [row["source_id"] for row in sources]
        hint = nearest(typed, known) if known else "it has none yet: give an address"
        text = f"No document of the case is called “{typed}” ({hint}). What is its id or address?"
        return Known(ledger, questions=(Question("source", text),))
    if not typed and not entry.get("publisher"):
        text = "Which document prints it? Its id in the case, or its address."
        return Known(ledger, questions=(Question("source", text),))
    return _new(ledger, entry, typed)


def is_address(text: str) -> bool:
    """Whether a text is an address on the web."""
    return re.match(r"(https?://|www\.)\S+", text) is not None


def _by_name(sources: tuple[Row, ...], typed: str) -> Row | None:
    """The document of that id or address."""
    if not is_address(typed):
        return matching(sources, typed, "source_id") if typed else None
    wanted = _plain(typed)
    addressed = ((row, _plain(row[name])) for row in sources for name in ("url", "archive_url"))
    return next((row for row, address in addressed if address == wanted), None)


def _by_publisher(sources: tuple[Row, ...], entry: Entry, typed: str) -> Row | None:
    """The only document of a publisher of that day, where neither has another address."""
    day = entry.get("published", "")
    rows = [row for row in sources if row["published"] == day and not (typed and row["url"])]
    same = [row for row in rows if matching([row], entry.get("publisher", ""), "publisher")]
    return same[0] if day and len(same) == 1 else None


def _new(ledger: Ledger, entry: Entry, address: str) -> Known:
    questions = _questions(ledger, entry, address)
    cells = answered(entry, questions)
    publisher, day = cells["publisher"], cells["published"].strip("[]?~%")[:10]
    start = slug(publisher, "") or slug(_site(address), "") or "source"
    wanted = f"{start}-{day if re.match('[0-9]{4}', day) else 'undated'}".replace("/", "")
    name = fresh(wanted, (row["source_id"] for row in ledger.of("sources")))
    row = {**cells, "source_id": name, "url": _whole(address), "sha256": entry.get("sha256", "")}
    held = ledger.plus("sources", row)
    return Known(held, name, held.of("sources")[-1], unanswered(entry, questions))


def _questions(ledger: Ledger, entry: Entry, address: str) -> list[Question]:
    """What has to be known of a new document, in the order in which it is asked."""
    schema = ledger.description.tables["sources"]

    def one_of(key: str, text: str, proposed: str) -> Question:
        choices = tuple(schema.field(key).constraints.get("enum", ()))
        return Question(key, text, choices, proposed, needed=False)

    day = _day(address)
    dated = bool(entry.get("published", day))
    language = readings(entry.get("phrase", "")).language or "en"
    return [
        Question("publisher", "Who published it?", (), _publisher(ledger, address)),
        Question("published", "On which day did it come out? - if it shows none.", (), day),
        Question("title", "What is its title?", (), UNTITLED, needed=False),
        Question("language", "In which language is it (en, ar, fr ...)?", (), language, False),
        one_of("extent", "How much of it did you read?", "excerpt"),
        one_of("kind", "What kind of document is it?", "article"),
        one_of("tier", "How sure is its day: A dated, B a repost, C no date?", "AC"[not dated]),
        Question("accessed", "On which day was it read?", (), date.today().isoformat(), False),
    ]


def _publisher(ledger: Ledger, address: str) -> str:
    """The publisher of another document of the same site, else the name of the site."""
    site = _site(address)
    same = [r["publisher"] for r in ledger.of("sources") if site and _site(r["url"]) == site]
    return same[-1] if same else site.partition(".")[0].capitalize()


def _day(address: str) -> str:
    """The day in an address; empty where there is none."""
    match = DAY.search(address)
    try:
        return date(int(match[1]), int(match[3]), int(match[4])).isoformat() if match else ""
    except ValueError:
        return ""


def _site(address: str) -> str:
    """The name of a site, without www; empty for what is no address."""
    try:
        return (urlsplit(_whole(address)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _whole(address: str) -> str:
    return f"https://{address}" if address.startswith("www.") else address


def _plain(address: str) -> str:
    """An address without what does not tell documents apart."""
    return re.sub(r"^https?://(www\.)?|#.*$", "", _whole(address)).rstrip("/")
