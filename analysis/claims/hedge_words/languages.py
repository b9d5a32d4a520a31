"""In which language a phrase is: by its script, then its letters, then its words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from analysis.claims.hedge_words.lexicon import Lexicon, languages, lexicon
from analysis.claims.hedge_words.tokens import Token

_LETTERS = 3
"""How many words a letter counts for that no other language of the script has."""


def detected(phrase: str, words: Sequence[Token], hint: str = "") -> str:
    """The code of the language of a phrase; empty where no table has it.

    A phrase of digits alone, and one whose words might be of any language, is taken as English
    only where its letters are plain. hint: the language of the source, which decides where the
    words do not; where no table has that one, most words have to show another.
    """
    words = _unnamed(words)
    script = _script(phrase)
    if not script:
        return "en"
    scores = {
        code: _score(phrase.lower(), words, lexicon(code))
        for code, settings in languages().items()
        if settings.get("script") == script
    }
    best = max(scores, key=lambda code: (scores[code], code == hint, code == "en"), default="")
    needed = 0 if hint in ("", *languages()) else sum(word.kind == "word" for word in words)
    if best and scores[best] > needed:
        return best
    if hint:
        return hint
    return "en" if script == "latin" and _plain(phrase, words) else ""


def _unnamed(words: Sequence[Token]) -> tuple[Token, ...]:
    """The words without those joined to a number: Su-24 is no word of Spanish, nor 3e one."""
    joined = {n - 1 for n, word in enumerate(words) if word.kind == "number" and word.hyphen}
    ends = {n for n, word in enumerate(words) if word.glued and len(word.text) == 1 and n}
    joined |= {n for n in ends if words[n - 1].kind == "number"}
    return tuple(word for n, word in enumerate(words) if n not in joined)


def _script(phrase: str) -> str:
    """The script of most of the letters, in small letters; empty without letters."""
    scripts = Counter(
        unicodedata.name(letter, "?").split()[0].split("-")[0]
        for letter in phrase[:400]
        if letter.isalpha()
    )
    return scripts.most_common(1)[0][0].lower() if scripts else ""


def _score(phrase: str, words: Sequence[Token], known: Lexicon) -> int:
    letters = sum(letter in known.settings.get("letters", "") for letter in phrase)
    single = sum(known.knows(word.text) for word in words[:100] if word.kind == "word")
    # One word at a time: a table with many long expressions knows its language no worse.
    common = sum(
        "common" in known.match((word,), 0)[1] for word in words[:100] if word.kind == "word"
    )
    return _LETTERS * letters + single + common


def _plain(phrase: str, words: Sequence[Token]) -> bool:
    unknown = sum(word.kind == "word" for word in words)
    letters = "".join(letter for letter in phrase if letter.isalpha())
    return letters.isascii() and unknown <= 4 and bool(words) and words[0].kind != "word"
