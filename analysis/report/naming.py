"""The folder name of a report, and the command that makes the same report again."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from analysis.case.scope import Scope, defaults

NONE: Mapping[str, Any] = MappingProxyType({})
"""No parameters."""
LONGEST = 80
"""Letters of the parameters that go into the name of a folder."""


def folder_name(
    case: str, scope: Scope, notebooks: str = "", extra: Mapping[str, Any] = NONE
) -> str:
    """The name of a report's folder: the case, then the parameters that are not the default ones.

    notebooks: the names of those chosen, with commas; empty for all of the case. extra: parameters
    that only some notebooks have. Characters that a
    file system could refuse become a dash; a hash then keeps names apart.

    >>> folder_name("convoy-2017", Scope(as_of="2017-09-02", include_retellings=False))
    'convoy-2017--as_of=2017-09-02,include_retellings=false'
    """
    only = [("notebooks", notebooks)] if notebooks else []
    pairs = [*_changed(scope), *_written(extra), *only]
    query = ",".join(f"{parameter}={value}" for parameter, value in pairs)
    slug = re.sub(r"[^A-Za-z0-9=,._-]+", "-", query)
    if slug != query or len(slug) > LONGEST:
        slug = cut(slug, query)
    return f"{case}--{slug}" if slug else case


def cut(slug: str, query: str) -> str:
    """The beginning of a name, and a hash of the whole of it.

    slug: the name with characters that any file system takes. query: the name before that, which
    the hash is taken of.
    """
    return f"{slug[:LONGEST]}-{hashlib.sha256(query.encode()).hexdigest()[:8]}"


def parameters(scope: Scope, extra: Mapping[str, Any] = NONE) -> str:
    """The parameters that are not the default ones, as they are written on a command line.

    extra: as for `folder_name`.

    >>> parameters(Scope(case="ferry-2031", sources="wire, post"))
    "case=ferry-2031 'sources=wire, post'"
    """
    case = [("case", scope.case)] if scope.case != defaults()["case"] else []
    pairs = [*case, *_changed(scope), *_written(extra)]
    return " ".join(shlex.quote(f"{name}={value}") for name, value in pairs)


def command(scope: Scope, notebooks: str = "", extra: Mapping[str, Any] = NONE) -> str:
    """The command that repeats the report; notebooks, extra: as for `folder_name`."""
    only = f"--notebooks {shlex.quote(notebooks)}" if notebooks else ""
    changed = " ".join(filter(None, [parameters(scope, extra), only]))
    return f'make report PARAMS="{changed}"' if changed else "make report"


def _changed(scope: Scope) -> list[tuple[str, str]]:
    """The parameters other than the case that differ from the default ones."""
    return _written({n: value for n, value in scope.changed().items() if n != "case"})


def _written(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Values by name, as they are written on a command line."""
    return [
        (name, str(value).lower() if isinstance(value, bool) else str(value))
        for name, value in values.items()
    ]
