"""JSON with its lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.json_text import read

TEXT = """{
  "name": "x, {y}",
  "list": [
    {"a": 1},
    [{"b": "\\"]"}]
  ],
  "contested:groups": {"a.b": "c"}
}
"""


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("name", 2),
        ("list", 3),
        ("list[1]", 4),
        ("list[1].a", 4),
        ("list[2]", 5),
        ("list[2].more", 5),
        ("contested:groups.none", 7),
        ("nothing", 0),
    ],
)
def test_a_field_has_the_line_of_its_key(field: str, line: int) -> None:
    assert read(TEXT).line(field) == line


def test_keys_that_stand_twice_are_named() -> None:
    text = read('{"a": {"b": 1, "c": 2, "b": 3}, "a": 4, "a": 5}')
    assert text.twice == (("a", "b"), ("a",))


@pytest.mark.parametrize("text", ["", "{", "[1,]", '{"a" 1}', "nul"])
def test_what_is_no_json_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inside: (
        st.lists(inside) | st.dictionaries(st.text(st.characters(codec="utf-8")), inside)
    ),
)


@given(value=JSON, indent=st.sampled_from([None, 0, 2]))
def test_every_key_stands_on_the_line_that_holds_it(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    contents = read(text)
    assert contents.value == value
    assert contents.twice == ()
    lines = text.split("\n")
    for path, line in contents.lines.items():
        if isinstance(path[-1], str):
            assert json.dumps(path[-1], ensure_ascii=False) in lines[line - 1]


@given(text=st.text(st.sampled_from('{}[]:,"a1\\\n ')))
def test_no_text_is_too_odd(text: str) -> None:
    try:
        read(text)
    except ValueError:
        return
