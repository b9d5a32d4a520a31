"""The keys of one place in a mapping, each read once; what is no key of that place is a problem."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from analysis.case.yaml_text import Entry
from analysis.errors import Gathered, Place, nearest, shorten

ID = "[a-z0-9][a-z0-9_-]*"
"""The shape of an id."""
NEEDED = object()
"""In place of a default: the key must be there."""


class Keys:
    """The keys of a mapping in YAML, and the problems that reading them brings.

    Every method reads one key, and gives its default, or something of the right type, where it is
    wrong: so all problems come at once. `columns`: where each column is named first.
    """

    def __init__(
        self, entry: Entry, problems: Gathered, columns: dict[str, Place] | None = None
    ) -> None:
        self._entry, self._problems = entry, problems
        self._left = dict(entry.value) if isinstance(entry.value, dict) else {}
        self._known: list[str] = []
        self.columns: dict[str, Place] = {} if columns is None else columns
        if not isinstance(entry.value, dict):
            self._problem(entry, "names with values", "write them as name: value")

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def finish(self) -> None:
        """Report the keys that were not read."""
        for key, entry in self._left.items():
            self._problems.add(
                [entry.problem("no such key", shorten(self._known), nearest(key, self._known))]
            )

    def wrong(self, value: str, allowed: str) -> None:
        """Report what is wrong with this place as a whole."""
        self._problems.add([self._entry.problem(value, allowed, "correct it")])

    def text(self, key: str, default: Any = NEEDED) -> str:
        """A text; a number is taken as its digits."""
        entry = self._take(key, default)
        if entry is None:
            return "" if default is NEEDED else str(default)
        if isinstance(entry.value, str) and entry.value.strip():
            return " ".join(entry.value.split())
        if isinstance(entry.value, int) and not isinstance(entry.value, bool):
            return str(entry.value)
        self._problem(entry, "text", "write it, in quotation marks if need be")
        return ""

    def matching(self, key: str, pattern: str, default: Any = NEEDED) -> str:
        """A text of a shape."""
        entry = self._left.get(key)
        value = self.text(key, default)
        if value and entry and not re.fullmatch(pattern, value):
            shape = "an id: small letters, digits, - and _" if pattern == ID else "an address"
            self._problem(entry, shape, "write it so")
        return value

    def among(self, key: str, choice: Sequence[str], default: Any = NEEDED) -> str:
        """One of several words."""
        entry = self._left.get(key)
        value = self.text(key, default)
        if entry and value and value not in choice:
            self._problems.add(
                [entry.problem(str(entry), f"one of {', '.join(choice)}", nearest(value, choice))]
            )
        return value

    def switch(self, key: str, *, default: bool) -> bool:
        """True or false."""
        entry = self._take(key, default)
        if entry is None or isinstance(entry.value, bool):
            return entry.value if entry else default
        self._problem(entry, "true or false", "write true or false")
        return default

    def whole(self, key: str, default: int, allowed: Collection[int]) -> int:
        """A whole number."""
        entry = self._take(key, default)
        if entry is None:
            return default
        if type(entry.value) is int and entry.value in allowed:
            return entry.value
        words = f"a whole number from {min(allowed)} to {max(allowed)}"
        self._problem(entry, words, "correct it")
        return default

    def column(self, key: str) -> str:
        """The name of a column; empty where the key is not there."""
        entry = self._left.get(key)
        name = self.text(key, "")
        if entry and name:
            self.columns.setdefault(name, entry.place)
        return name

    def several(self, key: str) -> tuple[str, ...]:
        """The names of columns: a list, or one alone."""
        entry = self._left.get(key)
        names = self.names(key)
        for name in names:
            self.columns.setdefault(name, entry.place if entry else Place(key))
        return names

    def names(self, key: str) -> tuple[str, ...]:
        """Texts, none of which need be a column: a list, or one alone."""
        entry = self._take(key, ())
        if entry is None:
            return ()
        entries = entry.value if isinstance(entry.value, tuple) else (entry,)
        for element in entries:
            if not isinstance(element.value, str):
                self._problem(element, "text", "put it in quotation marks")
        return tuple(str(element.value) for element in entries)

    def labels(self, key: str, *, are_read: bool = False) -> Mapping[str, str]:
        """Columns, each with words. are_read: the table must have them."""
        labels: dict[str, str] = {}
        for name, entry in self._named(key):
            if not isinstance(entry.value, str | None):
                self._problem(entry, "words for this column", "write them, or nothing")
            labels[name] = " ".join(str(entry.value or "").split())
            if are_read:
                self.columns.setdefault(name, entry.place)
        return labels

    def codes(self, key: str, allowed: Collection[int]) -> Mapping[str, int]:
        """What the codes of a column mean, each a whole number."""
        codes: dict[str, int] = {}
        for name, entry in self._named(key):
            if type(entry.value) is int and entry.value in allowed:
                codes[name] = entry.value
            else:
                words = f"a whole number from {min(allowed)} to {max(allowed)}"
                self._problem(entry, words, "correct it")
        return codes

    def inside(self, key: str, optional: bool = False) -> Keys:
        """The keys below a key."""
        entry = self._take(key, None if optional else NEEDED)
        if entry is None:  # nothing more is said of keys below one that is missing
            return Keys(self._entry.holding({}), self._problems if optional else Gathered())
        return Keys(entry, self._problems, self.columns)

    def listed(self, key: str, optional: bool = False) -> tuple[Keys, ...]:
        """The keys of every entry of a list."""
        entry = self._take(key, None if optional else NEEDED)
        if entry is None:
            return ()
        if not isinstance(entry.value, tuple) or not entry.value:
            self._problem(entry, "a list", "begin each entry with a hyphen")
            return ()
        return tuple(Keys(element, self._problems, self.columns) for element in entry.value)

    def _named(self, key: str) -> list[tuple[str, Entry]]:
        entry = self._take(key, {})
        if entry is None:
            return []
        if not isinstance(entry.value, dict):
            self._problem(entry, "names with values", "write them as name: value")
            return []
        return list(entry.value.items())

    def _take(self, key: str, default: Any) -> Entry | None:
        self._known.append(key)
        entry: Entry | None = self._left.pop(key, None)
        if entry is None and default is NEEDED:
            self._problems.add([self._entry.problem(f"no {key}", f"its {key}", f"add {key}")])
        return entry

    def _problem(self, entry: Entry, allowed: str, fix: str) -> None:
        self._problems.add([entry.problem(str(entry), allowed, fix)])
