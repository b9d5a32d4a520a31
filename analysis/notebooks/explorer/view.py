"""A view: which claims of a case the explorer displays, in which order, in which form of chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from analysis.case.scope import Scope, ids
from analysis.case.timeline import Timeline
from analysis.errors import Gathered, Problem, require
from analysis.notebooks.explorer.forms import FORMS
from analysis.notebooks.explorer.rows import ORDERS, containing


@dataclass(frozen=True)
class View:
    """Which claims the explorer displays, and how. All fields but `scope` are text.

    scope: the common parameters. measures: names of measures, with commas between them, empty for
    all. words: only rows that contain every one of them. order: what the table is sorted by, one
    of `rows.ORDERS`. form: of the chart, one of `forms.FORMS`.
    """

    scope: Scope = field(default_factory=Scope)
    measures: str = ""
    words: str = ""
    order: str = "claim"
    form: str = "evidence_by_day"

    @classmethod
    def from_notebook(cls, variables: Mapping[str, Any]) -> View:
        """A view from the variables of a notebook.

        variables: `globals()` of the notebook; what is missing there is as by default. Raises
        Invalid with every value that is wrong.
        """
        own = {name: variables[name] for name in OWN if name in variables}
        wrong = [
            Problem(name, repr(value), "text", "put it in quotation marks")
            for name, value in own.items()
            if not isinstance(value, str)
        ]
        problems = Gathered()
        problems.add(wrong)
        scope = problems.tried(lambda: Scope.from_notebook(variables), Scope())
        problems.refuse()
        return cls(scope, **own).checked()

    def checked(self) -> View:
        """This view. Raises Invalid where a field has a value that is wrong for every case."""
        Scope.checked(**asdict(self.scope))
        require(ORDERS, self.order, "order", "what claims can be ordered by")
        require(FORMS, self.form, "form", "a form of chart")
        return self

    def narrow(self, timeline: Timeline) -> Timeline:
        """The claims that this view shows.

        timeline: the whole case. Raises Invalid for what is wrong, or not in the case.
        """
        scoped = self.checked().scope.narrow(timeline)
        measures = ids(self.measures)
        return containing(scoped.where(measure=measures) if measures else scoped, self.words)

    def known(self, timeline: Timeline) -> Timeline:
        """The case as it was known on the day of this view, without anything that came later.

        timeline: the whole case.
        """
        return self.scope.known(timeline)

    def own(self) -> dict[str, str]:
        """The fields beyond the scope that are not as they are by default, by name."""
        values = {name: getattr(self, name) for name in OWN}
        return {name: value for name, value in values.items() if value != OWN[name]}

    def common(self) -> dict[str, Any]:
        """The parameters of the scope that are not as they are by default, by name."""
        return self.scope.changed()


OWN = {name: str(getattr(View, name)) for name in ("measures", "words", "order", "form")}
"""What a view has beyond the common parameters, each with its default."""
