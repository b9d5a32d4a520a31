"""A view of the explorer as lines to copy: Python code, and a papermill command."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from analysis.case.scope import Scope, ids
from analysis.notebooks.explorer.view import View
from analysis.words.names_and_days import listed

WIDTH = 88
"""Letters of a line of code, beyond which each verb stands on a line of its own."""


def code(view: View) -> str:
    """Python code that sets `selection`, the claims of a view, `table`, their rows, and `chart`."""
    scope = view.scope
    lines = ["import analysis as an", "from analysis.notebooks import explorer", ""]
    lines += [_chained(f"an.load({_quoted(scope.case)})", _before(scope))]
    if arguments := _without_verb(scope):
        lines += [f"selection = an.Scope({', '.join(arguments)}).narrow(selection)"]
    if verbs := _after(view):
        lines += [_chained("selection", verbs)]
    if view.words:
        lines += [f"selection = explorer.containing(selection, {_quoted(view.words)})"]
    lines += [f"table = explorer.table(selection, by={_quoted(view.order)})"]
    return "\n".join([*lines, f"chart = explorer.drawn(selection, {_quoted(view.form)})"])


def parameters(view: View) -> str:
    """A papermill command that runs the explorer's notebook with this view.

    Its last line remarks which of the parameters the other notebooks take too.
    """
    common = [_option(name, value) for name, value in view.common().items()]
    own = [_option(name, value) for name, value in view.own().items()]
    lines = ["papermill explore.ipynb out.ipynb", *common, *own]
    return " \\\n    ".join(lines) + "\n" + _remark(view)


def _remark(view: View) -> str:
    """Which of the parameters the other notebooks do not have."""
    if not view.own():
        return "# The other notebooks take the same parameters."
    names = listed(list(view.own()))
    verb = "is no parameter" if len(view.own()) == 1 else "are no parameters"
    return f"# {names} {verb} of the other notebooks; they take the rest."


def _option(name: str, value: Any) -> str:
    """A parameter for papermill, whose `-r` keeps text as text: `-p` makes `2017` a number."""
    kind = "-r" if isinstance(value, str) else "-p"
    return f"{kind} {name} {shlex.quote(str(value))}"


def _chained(start: str, verbs: list[str]) -> str:
    """`selection = start.verb().verb()`, over several lines where one would be long."""
    line = f"selection = {start}{''.join(verbs)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join(["selection = (", f"    {start}", *(f"    {verb}" for verb in verbs), ")"])


def _before(scope: Scope) -> list[str]:
    """The verbs that stand before the hedges to leave out, for which there is no verb."""
    verbs = []
    if scope.as_of:
        by = "" if scope.known_by == Scope().known_by else f", by={_quoted(scope.known_by)}"
        verbs.append(f".as_of({_quoted(scope.as_of)}{by})")
    if lists := list(_lists({"source_id": scope.sources, "claimant": scope.claimants})):
        verbs.append(f".where({', '.join(lists)})")
    if scope.start or scope.end:
        verbs.append(f".during({_quoted(scope.start)}, {_quoted(scope.end)})")
    if scope.said_from or scope.said_to:
        said = f"{_quoted(scope.said_from)}, {_quoted(scope.said_to)}"
        verbs.append(f'.during({said}, by="said")')
    return verbs


def _without_verb(scope: Scope) -> list[str]:
    """Arguments of a scope for what no verb does: hedges left out, and retellings but for some."""
    leave_out = [f"leave_out={_quoted(scope.leave_out)}"] if scope.leave_out else []
    if scope.include_retellings:
        return leave_out
    lead = [f"lead_source={_quoted(scope.lead_source)}"] if scope.lead_source else []
    return [*leave_out, "include_retellings=False", *lead]


def _after(view: View) -> list[str]:
    """The verbs that stand after the hedges to leave out, in the order in which a view narrows."""
    return [f".where({argument})" for argument in _lists({"measure": view.measures})]


def _lists(columns: dict[str, str]) -> Iterator[str]:
    """Arguments of `where`: a list of values for each column that has any."""
    for name, value in columns.items():
        if ids(value):
            yield f"{name}={json.dumps(list(ids(value)), ensure_ascii=False)}"


def _quoted(value: str) -> str:
    """Text as a literal: that of JSON is one of Python too."""
    return json.dumps(value, ensure_ascii=False)
