"""`Listing`: a table with a caption, for a notebook and its report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.contested.table+json"


@dataclass(frozen=True, eq=False)
class Listing:
    """A table that a notebook displays and a report prints.

    caption: what the table holds. frame: its rows; an index that has a name becomes a column.
    """

    caption: str
    frame: pd.DataFrame

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        columns, rows = self._texts()
        return {
            "text/plain": f"{self.caption}\n\n{self._plain()}",
            "text/html": self._html(),
            MIME: {"caption": self.caption, "columns": columns, "rows": rows},
        }

    def _with_index(self) -> pd.DataFrame:
        """The frame with a named index as a column."""
        named = any(name is not None for name in self.frame.index.names)
        return self.frame.reset_index() if named else self.frame

    def _texts(self) -> tuple[list[str], list[list[str]]]:
        """Columns and rows as text; an unknown value is empty, never 0."""
        full = self._with_index()
        frame = full.astype(object).where(full.notna(), "")
        return [str(name) for name in full.columns], [
            [str(value) for value in row] for row in frame.itertuples(index=False)
        ]

    def _plain(self) -> str:
        import pandas as pd

        with pd.option_context("display.width", 200, "display.max_colwidth", 80):
            return self._table().to_string(index=False)

    def _html(self) -> str:
        """The caption and the table in HTML, without script; every text is escaped."""
        from analysis.case.frames import table_html

        return f"<p>{escape(self.caption)}</p>\n{table_html(self._table())}"

    def _table(self) -> pd.DataFrame:
        import pandas as pd

        columns, rows = self._texts()
        return pd.DataFrame(rows, columns=columns)
