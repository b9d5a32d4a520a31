"""What is shown, as lines to copy: code, and parameters for papermill."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from analysis.case.scope import Scope, ids
from analysis.notebooks.explorer.view import View
from analysis.words.names_and_days import listed

WIDTH = 88


def code(view: View) -> str:
    """Python that gives `shown`, the claims; `table`, their rows; and `chart`."""
    scope = view.scope
    lines = ["import analysis as an", "from analysis.notebooks import explorer as explore", ""]
    lines += [_chained(f"an.load({_text(scope.case)})", _before(scope))]
    if scope.leave_out:
        lines += [f"shown = an.Scope(leave_out={_text(scope.leave_out)}).narrow(shown)"]
    if after := _after(view):
        lines += [_chained("shown", after)]
    if view.words:
        lines += [f"shown = explore.containing(shown, {_text(view.words)})"]
    lines += [f"table = explore.table(shown, by={_text(view.order)})"]
    return "\n".join([*lines, f"chart = explore.drawn(shown, {_text(view.form)})"])


def parameters(view: View) -> str:
    """A papermill command that shows the same, and what of it other notebooks can take."""
    common = [_option(name, value) for name, value in view.common().items()]
    own = [_option(name, value) for name, value in view.own().items()]
    lines = ["papermill explore.ipynb out.ipynb", *common, *own]
    return " \\\n    ".join(lines) + "\n" + _remark(view)


def _remark(view: View) -> str:
    """What the parameters of the other notebooks do not hold."""
    if not view.own():
        return "# The other notebooks take the same parameters."
    names = listed(list(view.own()))
    does = "is no parameter" if len(view.own()) == 1 else "are no parameters"
    return f"# {names} {does} of the other notebooks; they take the rest."


def _option(name: str, value: Any) -> str:
    """`-r` keeps text as text: `-p` would make a number of `2017`."""
    kind = "-r" if isinstance(value, str) else "-p"
    return f"{kind} {name} {shlex.quote(str(value))}"


def _chained(start: str, verbs: list[str]) -> str:
    """`shown = start.verb().verb()`, over several lines where one would be long."""
    line = f"shown = {start}{''.join(verbs)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join(["shown = (", f"    {start}", *(f"    {verb}" for verb in verbs), ")"])


def _before(scope: Scope) -> list[str]:
    """The verbs of a scope up to the hedges, which no verb leaves out."""
    verbs = []
    if scope.as_of:
        by = "" if scope.known_by == "published" else f", by={_text(scope.known_by)}"
        verbs.append(f".as_of({_text(scope.as_of)}{by})")
    if wanted := list(_wanted({"source_id": scope.sources, "claimant": scope.claimants})):
        verbs.append(f".where({', '.join(wanted)})")
    if scope.start or scope.end:
        verbs.append(f".during({_text(scope.start)}, {_text(scope.end)})")
    return verbs


def _after(view: View) -> list[str]:
    verbs = [] if view.scope.include_retellings else [".first_utterances()"]
    return verbs + [f".where({text})" for text in _wanted({"measure": view.measures})]


def _wanted(columns: dict[str, str]) -> Iterator[str]:
    for name, value in columns.items():
        if ids(value):
            yield f"{name}={json.dumps(list(ids(value)), ensure_ascii=False)}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
