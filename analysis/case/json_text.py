"""A reader of JSON that knows on which line each key stands, and refuses what JSON readers let by.

The standard reader takes the last of two equal keys without a word, gives no lines, and fails in
several ways on what is nested too deeply or too long.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Path = tuple[str | int, ...]
"""The keys, and the numbers of elements from 0, that lead to a value."""
Change = Callable[[Path, str, bool], str]
"""Gives what stands in the place of a string, from its path, the string, and whether it is a key.

The path of a key ends with the key itself.
"""
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:\n]', re.DOTALL)
STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True)
class Text:
    """The contents of a text in JSON.

    lines: the line on which each value stands, counted from 1, by the path that leads to it; for
    the value of a key that of the key. twice: the paths of keys that an object has twice.
    """

    value: Any
    lines: Mapping[Path, int]
    twice: tuple[Path, ...]

    def line(self, field: str) -> int:
        """The line of a field, or of the innermost around it that the text has; else 0.

        field: keys joined by points, with the numbers of elements, from 1, in brackets.

        >>> read('{"a":\\n [{"b": 1}]}').line("a[1].b")
        2
        """
        path: Path = (field,) if (field,) in self.lines else tuple(_steps(field))
        for length in range(len(path), 0, -1):
            if line := self.lines.get(path[:length]):
                return line
        return 0


def read(text: str) -> Text:
    """Read a text in JSON.

    Raises ValueError, with what is wrong, and JSONDecodeError, also with the line, where it is
    none that can be held.

    >>> read('{"a": 1, "a": 2}').twice
    (('a',),)
    """
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise ValueError("brackets nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("half of a character, as \\ud800") from None
    except ValueError:
        raise ValueError("a number too long to be one") from None
    lines: dict[Path, int] = {}
    twice: list[Path] = []
    for path, line in _places(text):
        if path in lines:
            twice.append(path)
        lines.setdefault(path, line)
    return Text(value, MappingProxyType(lines), tuple(dict.fromkeys(twice)))


def rewritten(text: str, change: Change) -> str:
    """A text in JSON with other strings in it; everything else stays as it is laid out.

    text: in JSON, as `read` takes it. change: called with each string, in order.

    >>> rewritten('{"a": ["b",  "c"]}', lambda path, word, is_key: "d" if word == "b" else word)
    '{"a": ["d",  "c"]}'
    """
    cursor, parts, end = _Cursor(), [""], 0
    for match in TOKEN.finditer(text):
        is_key, sign = cursor.at_key, match[0]
        list(cursor.past(sign))
        if sign.startswith('"'):
            before = json.loads(sign)
            after = change(tuple(cursor.path), before, is_key)
            written = sign if after == before else json.dumps(after, ensure_ascii=False)
            parts += [text[end : match.start()], written]
            end = match.end()
    return "".join([*parts, text[end:]])


def _places(text: str) -> Iterator[tuple[Path, int]]:
    """The path and the line of each key, and of each element that is an object or a list."""
    cursor = _Cursor()
    for match in TOKEN.finditer(text):
        yield from cursor.past(match[0])


class _Cursor:
    """A place in a text of JSON, as its brackets, commas and strings are read one after another."""

    def __init__(self) -> None:
        self.line = 1
        self.path: list[str | int] = []
        self.at_key = False
        self._in_object: list[bool] = []

    def past(self, sign: str) -> Iterator[tuple[Path, int]]:
        """Past a sign or a string; the path and the line of what it begins, if that has any."""
        if sign == "\n":
            self.line += 1
        elif sign in "{[":
            yield from self.enter(sign == "{")
        elif sign in "}]":
            self.leave()
        elif sign == ",":
            self.advance()
        elif sign != ":":
            yield from self.string(sign)

    def enter(self, is_object: bool) -> Iterator[tuple[Path, int]]:
        """Into an object or a list, which has a place of its own where it is an element."""
        if self._in_object and not self._in_object[-1]:
            yield tuple(self.path), self.line
        self._in_object.append(is_object)
        self.path.append("" if is_object else 0)
        self.at_key = is_object

    def leave(self) -> None:
        """Out of an object or a list."""
        self._in_object.pop()
        self.path.pop()
        self.at_key = False

    def advance(self) -> None:
        """To the next key or element."""
        self.at_key = self._in_object[-1]
        last = self.path[-1]
        self.path[-1] = last + 1 if isinstance(last, int) else last

    def string(self, token: str) -> Iterator[tuple[Path, int]]:
        """Past a string, which has a place where it is a key."""
        if self.at_key:
            self.path[-1], self.at_key = json.loads(token), False
            yield tuple(self.path), self.line


def _steps(field: str) -> Iterator[str | int]:
    for number, key in STEP.findall(field):
        yield int(number) - 1 if number else key
