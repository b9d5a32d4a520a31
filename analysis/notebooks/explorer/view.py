"""What the explorer shows: a scope, and of that some measures and rows, in an order, as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from analysis.case.scope import Scope, ids
from analysis.case.timeline import Timeline, require
from analysis.errors import Invalid, Problem
from analysis.notebooks.explorer.forms import FORMS
from analysis.notebooks.explorer.rows import ORDERS, containing

OWN = ("measures", "words", "order", "form")
"""What a view has beyond the common parameters."""


@dataclass(frozen=True)
class View:
    """What is shown. Every field of its own is text, as the parameters of a scope are.

    measures: names of measures, several with commas between them, empty for all. words: only rows
    that contain every one of them. order: what the table is ordered by. form: of the chart.
    """

    scope: Scope = field(default_factory=Scope)
    measures: str = ""
    words: str = ""
    order: str = "claim"
    form: str = "evidence_by_day"

    @classmethod
    def from_notebook(cls, variables: Mapping[str, Any]) -> View:
        """A view from the variables of a notebook, `globals()`; those of its own may be missing.

        Invalid with every one that is wrong.
        """
        own = {name: variables[name] for name in OWN if name in variables}
        wrong = [
            Problem(name, repr(value), "text", "put it in quotation marks")
            for name, value in own.items()
            if not isinstance(value, str)
        ]
        if wrong:
            raise Invalid(wrong)
        return cls(Scope.from_notebook(variables), **own).checked()

    def checked(self) -> View:
        """This view; Invalid where a field of it has no such value, whatever the case."""
        Scope.checked(**asdict(self.scope))
        require(ORDERS, self.order, "order", "what claims can be ordered by")
        require(FORMS, self.form, "form", "a form of chart")
        return self

    def narrow(self, timeline: Timeline) -> Timeline:
        """What this view shows of a whole case; Invalid with what is wrong or not known."""
        narrowed = self.checked().scope.narrow(timeline)
        topics = ids(self.measures)
        return containing(narrowed.where(measure=topics) if topics else narrowed, self.words)

    def known(self, timeline: Timeline) -> Timeline:
        """The whole case as it was known on the day of this view: nothing of what came later."""
        scope = self.scope
        return timeline.as_of(scope.as_of, scope.known_by) if scope.as_of else timeline

    def own(self) -> dict[str, str]:
        """What is set beyond the scope, by name."""
        return {name: getattr(self, name) for name in OWN if getattr(self, name) != PLAIN[name]}

    def common(self) -> dict[str, Any]:
        """The parameters of the scope that are not as they are by default."""
        data, plain = asdict(self.scope), asdict(Scope())
        return {name: value for name, value in data.items() if value != plain[name]}


PLAIN = {item.name: item.default for item in fields(View) if item.name in OWN}
