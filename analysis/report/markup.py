"""Markdown for three printers, HTML, typst and Word, in which text of the record is never code.

What differs between them is written once for each, as raw text; pandoc drops that of the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape

from analysis.report import inlines
from analysis.report.document import Table
from analysis.words.names_and_days import escaped
from analysis.words.sentences import CITED, Citation

HTML, TYPST, WORD = "html", "typst", "word"
ISOLATE, POP = "\u2068", "\u2069"
"""Between these, text of any direction leaves the text around it alone."""
TURNING = frozenset(
    ["R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"]
)
"""Classes of Unicode whose letters run from right to left, or turn those after them."""
LANGUAGE = re.compile(r"[a-z]{2,3}")
TOKEN = re.compile(CITED.pattern + "|“([^”]*)”")
NARROWEST, WIDEST = 8, 46
"""Letters of a cell that count for the width of its column."""

Citations = Mapping[str, Citation]


def text(words: str) -> str:
    """Text on one line, escaped so that markdown reads none of it."""
    return escaped(" ".join(words.split()))


def foreign(words: str, language: str = "") -> str:
    """Text of the record, on one line, kept apart from the direction of the text around it.

    language: of the words, a code of two or three letters; any other counts as unknown.
    """
    line = " ".join(words.split())
    code = language if LANGUAGE.fullmatch(language) else ""
    attribute = f' lang="{code}"' if code else ""
    return each(
        f"<bdi{attribute}>{entities(line)}</bdi>",
        f"#foreign({string(isolated(line))}, {string(code)})",
        inlines.foreign(line, code),
    )


def isolated(words: str) -> str:
    """Words between isolates where any runs from right to left, so that none turns other text."""
    turning = any(unicodedata.bidirectional(letter) in TURNING for letter in words)
    return f"{ISOLATE}{words}{POP}" if turning else words


def link(words: str, address: str) -> str:
    """Words that link to an address of the web; the words alone where it is of another kind."""
    return _outside(words, address, f"#link({string(address)}, {string(words)})")


def address(words: str, address: str) -> str:
    """A link as `link` has it, but paper, on which nothing can be opened, prints the address."""
    return _outside(words, address, f"#text(size: 0.8em, link({string(address)}))")


def file(name: str) -> str:
    """The name of a file in the folder of the report; a link to it where the report is HTML."""
    link = f'<a href="{entities(name)}">{entities(name)}</a>'
    return each(link, f"#raw({string(name)})", text(name))


def reference(claim_id: str, citation: Citation) -> str:
    """A citation of a claim: a link with a tooltip; on paper and in Word, a footnote."""
    return each(
        f'<a class="ref" href="#{claim_id}" title="{entities(citation.text)}">{claim_id}</a>',
        f'#cited("{claim_id}")',
        inlines.cited(claim_id),
    )


def sentence(words: str, citations: Citations) -> str:
    """A sentence as markdown: its quotations isolated, its claims cited, all else as text.

    citations: by claim id; an id that is not among them stays text.
    """
    parts, end = [], 0
    for token in TOKEN.finditer(words):
        parts += [escaped(words[end : token.start()]), _token(token, citations)]
        end = token.end()
    return "".join([*parts, escaped(words[end:])])


def noted(markdown: str, citations: Citations) -> str:
    """Markdown of a notebook with its claims cited; what is a link already stays one.

    citations: by claim id; an id that is not among them stays as it is.
    """

    def note(match: re.Match[str]) -> str:
        return reference(match[1], citations[match[1]]) if match[1] in citations else match[0]

    return re.sub(CITED.pattern + r"(?!\()", note, markdown)


def entry(claim_id: str) -> str:
    """A claim's id as a link to its entry in the appendix."""
    return f"[{claim_id}](#{claim_id}){{.ref}}"


def heading(level: int, words: str, name: str = "", *classes: str) -> str:
    """A heading. level: 1 for the highest. name: an id for links. classes: of its style."""
    attributes = " ".join([f"#{name}"] * bool(name) + [f".{c}" for c in classes])
    return f"{'#' * level} {text(words)}{f' {{{attributes}}}' if attributes else ''}"


def anchor(name: str) -> str:
    """An id for a part of the page, from the name of its notebook."""
    return "part-" + re.sub(r"[^A-Za-z0-9_-]+", "-", name)


def division(content: str, name: str = "", *classes: str, more: str = "") -> str:
    """Blocks that belong together.

    content: their markdown. name: an id for links. classes: of each printer's style sheet. more:
    attributes of HTML.
    """
    parts = [f"#{name}"] * bool(name) + [f".{c}" for c in classes] + [more] * bool(more)
    attributes = " ".join(parts)
    start = raw_block(TYPST, f"#styled({string(' '.join(classes))})[")
    end = raw_block(TYPST, "]")
    return f"{start}\n\n::::: {{{attributes}}}\n\n{content}\n\n:::::\n\n{end}"


def focusable(label: str) -> str:
    """Attributes of HTML for what may be wider than the page, so that a keyboard can scroll it."""
    return f'tabindex="0" role="group" aria-label="{escape(label)}"'


def table(content: Table, cell: Callable[[str], str] = text) -> str:
    """A table in markdown, its columns as wide as their texts; its header repeats on each page.

    content: the texts. cell: how the text of a cell becomes markdown.
    """
    rows = [content.columns, *content.rows]
    count = len(content.columns)
    widths = [max(NARROWEST, *(min(len(row[n]), WIDEST) for row in rows)) for n in range(count)]
    lines = [
        _line([text(name) for name in content.columns]),
        f"|{'|'.join('-' * width for width in widths)}|",
        *(_line([cell(value) for value in row]) for row in content.rows),
    ]
    caption = f"\n\n: {text(content.caption)}" if content.caption else ""
    return "\n".join(lines) + caption


def code(words: str) -> str:
    """Words for a machine, in a monospaced typeface."""
    return each(
        f"<code>{entities(words)}</code>",
        f"#raw({string(words)})",
        inlines.styled(words, inlines.CODE),
    )


def each(html: str, typst: str, word: str) -> str:
    """Raw text within a line, for each printer its own."""
    return raw(HTML, html) + raw(TYPST, typst) + raw(WORD, word)


def raw(form: str, content: str) -> str:
    """Raw text within a line, for one printer; it must hold no backtick."""
    return f"`{content}`{{={form}}}"


def raw_block(form: str, content: str) -> str:
    """Raw text on lines of its own, for one printer."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence} {{={form}}}\n{content}\n{fence}"


def string(words: str) -> str:
    """Words as a string literal of typst."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    # As escapes, since a table of markdown ends a cell at a bar, and raw text ends at a backtick.
    return '"' + quoted.replace("|", "\\u{7c}").replace("`", "\\u{60}") + '"'


def entities(words: str) -> str:
    """Text for HTML, also within quotation marks, a cell of a table, or raw markdown."""
    return escape(words).replace("|", "&#124;").replace("`", "&#96;")


def _outside(words: str, address: str, paper: str) -> str:
    """A link to the web; the words alone for another address. paper: the link in typst."""
    if not address.startswith(("https://", "http://")):
        return text(words)
    return each(
        f'<a href="{entities(address)}" rel="noreferrer">{entities(words)}</a>',
        paper,
        inlines.link(words, address),
    )


def _token(token: re.Match[str], citations: Citations) -> str:
    claim, quoted = token.groups()
    if claim is None:
        return f"“{foreign(quoted)}”"
    return reference(claim, citations[claim]) if claim in citations else escaped(token[0])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
