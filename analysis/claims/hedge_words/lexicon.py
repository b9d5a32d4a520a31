"""The words of a language, read from its table: `languages/README.md` describes the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from analysis.claims.hedge_words.tokens import Token, folded_letters, tokens

Roles = Mapping[str, str]
"""What an expression may be: kinds of the table, each with its meaning."""
NO_ROLES: Roles = MappingProxyType({})
_STEM = 3
"""How many letters a beginning must have to show a language."""
SETTING = "setting"
"""The kind of a row that says something of the language itself."""
_TABLES = files(__package__) / "languages"


@dataclass
class _Node:
    """The expressions that begin alike: what may follow, and what they are if nothing does."""

    roles: dict[str, str] = field(default_factory=dict)
    words: dict[str, _Node] = field(default_factory=dict)
    beginnings: dict[str, _Node] = field(default_factory=dict)
    endings: dict[str, _Node] = field(default_factory=dict)

    def child(self, word: str) -> _Node:
        """The node behind a word of an expression, which is new where there is none yet."""
        if word.endswith("*"):
            return self.beginnings.setdefault(word[:-1], _Node())
        if word.startswith("*"):
            return self.endings.setdefault(word[1:], _Node())
        return self.words.setdefault(word, _Node())

    def next(self, word: str) -> Iterator[_Node]:
        """The nodes behind a word of a phrase, that of the word itself first."""
        if word in self.words:
            yield self.words[word]
        if self.beginnings or self.endings:
            for cut in range(len(word), 0, -1):
                if word[:cut] in self.beginnings:
                    yield self.beginnings[word[:cut]]
            for cut in range(len(word)):
                if word[cut:] in self.endings:
                    yield self.endings[word[cut:]]


@dataclass(frozen=True)
class Lexicon:
    """The words of one language.

    code: ISO 639-1. settings: the rows of kind `SETTING`. root: all expressions, by their words.
    """

    code: str
    settings: Mapping[str, str]
    root: _Node

    def match(self, words: Sequence[Token], at: int) -> tuple[int, Roles]:
        """The longest expression from a place on: how many words it has, and what it may be.

        No words and no roles where none fits.
        """
        best, longest = NO_ROLES, 0
        fronts, length = [self.root], 0
        while fronts and at + length < len(words):
            text = words[at + length].text
            fronts = [child for node in fronts for child in node.next(text)]
            length += 1
            roles = next((node.roles for node in fronts if node.roles), None)
            if roles:
                best, longest = roles, length
        return longest, best

    def knows(self, word: str) -> bool:
        """Whether a word stands in the table by itself, in full or with a long enough beginning."""
        node = self.root.words.get(word)
        return bool(node and node.roles) or any(
            word[:cut] in self.root.beginnings and bool(self.root.beginnings[word[:cut]].roles)
            for cut in range(_STEM, len(word) + 1)
        )


@cache
def languages() -> Mapping[str, Mapping[str, str]]:
    """The settings of every language that has a table, by its code."""
    tables = sorted(table.name for table in _TABLES.iterdir() if table.name.endswith(".tsv"))
    codes = (name.removesuffix(".tsv") for name in tables)
    return {
        code: {words: meaning for kind, words, meaning in _rows(code) if kind == SETTING}
        for code in codes
    }


@cache
def lexicon(code: str) -> Lexicon:
    """The words of a language that has a table.

    Each is read when a phrase first needs it: to read all takes longer than to check a case.
    """
    root = _Node()
    for kind, words, meaning in _rows(code):
        for expression in words.split("|") if kind != SETTING else ():
            _enter(root, expression, kind, meaning)
    return Lexicon(code, languages()[code], root)


def _rows(code: str) -> Iterator[tuple[str, str, str]]:
    """Kind, words and meaning of each row of the table of a language."""
    text = (_TABLES / f"{code}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    next(lines)
    for line in lines:
        kind, words, *meaning = line.split("\t")
        yield kind, words, "".join(meaning[:1])


def _enter(root: _Node, expression: str, kind: str, meaning: str) -> None:
    node = root
    for word in _words(expression):
        node = node.child(word)
    if node is not root:
        node.roles.setdefault(kind, meaning)


def _words(expression: str) -> Iterable[str]:
    """The words of an expression, as the tokens of a phrase are parted; `*` stays."""
    for piece in expression.split():
        if piece == "*":
            continue
        if "*" in piece or piece.endswith("'"):
            yield piece
        elif (word := folded_letters(piece)).isalpha():
            yield word
        else:
            yield from (token.text for token in tokens(piece))
