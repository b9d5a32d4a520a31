"""Text for Word, as markdown that only its printer reads: direction, language, links, notes.

Punctuation is written as entities, so that no text is read as markdown, and so that all of it can
stand inside the raw text which the other printers drop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from string import punctuation
from urllib.parse import quote
from xml.sax.saxutils import escape

from analysis.claims.cells import CLAIM_ID

CODE = "Verbatim Char"
SAFE = "%/:=&?~#+!$,;@"
"""Letters of an address that stay as they are; markdown would read the others."""
RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
STRETCH = re.compile(rf"{RIGHT_TO_LEFT}(?:[\W\d_]*{RIGHT_TO_LEFT})*")
"""Words that run from right to left, with what stands between them."""
LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"
"""Not seen: a letter that runs to the right, and one that runs to the left."""
TURNING = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Letters that are not seen but turn the text after them, and how they are shown instead."""
CITED = re.compile(rf"\[({CLAIM_ID})\]\{{\.cited\}}")


def text(words: str) -> str:
    """Text of which markdown reads nothing: each punctuation mark as an entity."""
    visible = words.translate(TURNING)
    return "".join(f"&#{ord(letter)};" if letter in punctuation else letter for letter in visible)


def foreign(words: str, language: str) -> str:
    """Text of the record; what of it runs from right to left is put into runs of its own.

    Word has no isolates for text of either direction; an unseen letter at the end of each run
    keeps what follows from being drawn into it. language: of the words, two or three letters,
    empty where it is not direction.
    """
    directions = (_leftwards(letter) for letter in words)
    leftwards = next((direction for direction in directions if direction is not None), False)
    markdown = _turned(f"{RIGHT_MARK}{words}{RIGHT_MARK}") if leftwards else _parted(words)
    return f"[{markdown}]{{lang={language}}}" if language and words else markdown


def link(words: str, address: str) -> str:
    """Words that link to an address of the web."""
    return f"[{text(words)}]({quote(address, safe=SAFE)})"


def styled(words: str, style: str) -> str:
    """Words in a style, by its name in the reference document."""
    return f'[{text(words)}]{{custom-style="{style}"}}'


def cited(claim_id: str) -> str:
    """A citation, which `footnoted` makes a note."""
    return f"[{claim_id}]{{.cited}}"


def footnoted(markdown: str, notes: Mapping[str, str]) -> str:
    """The first citation of a claim as its footnote, each later one as a reference to that note.

    markdown: with citations as `cited` writes them. notes: what each note says, as markdown, by the
    id of its claim. Numbers of notes are in brackets: bare, they would read as a power after a
    number.
    """
    cited_ids = [match[1] for match in CITED.finditer(markdown)]
    numbers = {claim: n for n, claim in enumerate(dict.fromkeys(cited_ids), 1)}
    seen: set[str] = set()

    def mention(match: re.Match[str]) -> str:
        claim, first = match[1], match[1] not in seen
        seen.add(claim)
        note = f"[[^{claim}]]{{#{_bookmark(claim)}}}" if first else _again(claim, numbers[claim])
        return f"{_raised('[')}{note}{_raised(']')}"

    body = CITED.sub(mention, markdown)
    return "\n\n".join([body, *(f"[^{claim}]: {notes[claim]}" for claim in numbers)]) + "\n"


def counted(name: str, number: int) -> str:
    """A number that Word counts itself, among all that it counts under the same name.

    name: as `Figure`. number: what is printed until Word counts.
    """
    return _field(f"SEQ {name} \\* ARABIC", str(number))


def _parted(words: str) -> str:
    """Words that run to the right, with stretches in them that do not."""
    parts, end = [], 0
    for stretch in STRETCH.finditer(words):
        parts += [text(words[end : stretch.start()]), _turned(stretch[0])]
        end = stretch.end()
    return "".join([*parts, text(words[end:])])


def _turned(words: str) -> str:
    return f"[{text(words)}]{{dir=rtl}}{LEFT_MARK}"


def _leftwards(letter: str) -> bool | None:
    """Whether it runs from right to left; None where it goes along with its neighbours."""
    return {"L": False, "R": True, "AL": True}.get(unicodedata.bidirectional(letter))


def _again(claim_id: str, number: int) -> str:
    return _field(f"NOTEREF {_bookmark(claim_id)} \\f \\h", str(number), raised=True)


def _bookmark(claim_id: str) -> str:
    return f"note_{claim_id}"


def _raised(words: str) -> str:
    return f"`{_run(words, raised=True)}`{{=openxml}}"


def _field(code: str, label: str, *, raised: bool = False) -> str:
    """A field, with what it shows until Word counts again."""
    run = _run(label, raised=raised)
    return f'`<w:fldSimple w:instr=" {escape(code)} ">{run}</w:fldSimple>`{{=openxml}}'


def _run(words: str, *, raised: bool) -> str:
    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>' if raised else ""
    return f"<w:r>{style}<w:t>{escape(words)}</w:t></w:r>"
