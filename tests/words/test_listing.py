"""A table for a notebook and its report: text, and nothing made of what is unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.words.listing import MIME, Listing

TABLE = pd.DataFrame(
    {
        "claim_id": ["c001", "c002"],
        "stated": pd.array([7, None], dtype="Int64"),
        "phrase": ["=cmd()", "<b>"],
    }
)


@pytest.mark.parametrize(
    ("frame", "columns", "rows"),
    [
        (TABLE, ["claim_id", "stated", "phrase"], [["c001", "7", "=cmd()"], ["c002", "", "<b>"]]),
        (
            TABLE.set_index("claim_id"),
            ["claim_id", "stated", "phrase"],
            [["c001", "7", "=cmd()"], ["c002", "", "<b>"]],
        ),
        (TABLE.iloc[:0], ["claim_id", "stated", "phrase"], []),
    ],
    ids=["as it is", "a named index is a column", "no rows"],
)
def test_it_hands_out_text(frame: pd.DataFrame, columns: list[str], rows: list[list[str]]) -> None:
    data = Listing("What was said", frame)._repr_mimebundle_()
    assert data[MIME] == {"caption": "What was said", "columns": columns, "rows": rows}


def test_it_shows_itself_as_plain_text_and_leaves_the_frame_alone() -> None:
    before = TABLE.copy()
    plain = Listing("What was said", TABLE)._repr_mimebundle_(include=None, exclude=None)[
        "text/plain"
    ]
    assert plain.splitlines()[0] == "What was said"
    assert plain.splitlines()[3].split() == ["c001", "7", "=cmd()"]
    assert "NA" not in plain
    pd.testing.assert_frame_equal(TABLE, before)
