"""YAML with places: what is read, what is refused, and that no small file does harm."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.case import yaml_text
from analysis.case.plain_values import scalar
from analysis.case.yaml_text import Entry
from analysis.errors import Invalid


def read(folder: Path, text: str | bytes) -> Entry:
    path = folder / "x.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return yaml_text.read(path)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("5.", 5.0),
        ("0e-400", 0.0),
        ("1e-400", "1e-400"),
        *((text, text) for text in ("2017-09-02", "no", "on", "1:30", "007", "0x10", "1_000")),
        *((text, text) for text in ("1e999", "9" * 30, "nan", ".inf", "١٢", "-", "+", "1.2.3")),
    ],
)
def test_a_plain_word_is_a_number_or_a_switch_only_where_it_spells_it(
    word: str, value: Any
) -> None:
    assert scalar(word) == value
    assert type(scalar(word)) is type(value)


def test_every_value_knows_its_line_and_its_path(tmp_path: Path) -> None:
    top = read(tmp_path, "# head\na: 1\ngrid:\n  as_of:\n    - x\n    - {b: y}\n")
    as_of = top.value["grid"].value["as_of"]
    assert str(top.value["a"].place) == "x.yaml:2:a"
    assert [str(item.place) for item in as_of.value] == [
        "x.yaml:5:grid.as_of[1]",
        "x.yaml:6:grid.as_of[2]",
    ]
    assert str(as_of.value[1].value["b"].place) == "x.yaml:6:grid.as_of[2].b"
    assert str(as_of.place) == "x.yaml:4:grid.as_of"
    assert top.plain == {"a": 1, "grid": {"as_of": ["x", {"b": "y"}]}}


def test_quotes_tags_of_text_anchors_and_merges_mean_what_yaml_says(tmp_path: Path) -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: '3'}\nc: !!str 5\nd: [*a, &e f, *e]\n'<<': 4\n"
    assert read(tmp_path, text).plain == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": "3"},
        "c": "5",
        "d": [{"x": 1, "y": 2}, "f", "f"],
        "<<": 4,
    }
    several = "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n"
    assert read(tmp_path, several).plain["c"] == {"x": 1, "y": 2}


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

# what the file holds, the places of its problems, a word of the first
BROKEN: list[tuple[str | bytes, list[str], str]] = [
    ("a: [1,\nb: 2", ["x.yaml:3"], "at column"),
    ("a: 1\n\tb: 2", ["x.yaml:2"], "tab"),
    ("a: 'x", ["x.yaml:1"], "end of stream"),
    ("a: \x00", ["x.yaml:1"], r"the sign U\+0000, at column 4"),
    ("a: 1\nb: 2\x07\nc: \x1b[31m", ["x.yaml:2", "x.yaml:3"], r"the sign U\+0007, at"),
    ("a: @b", ["x.yaml:1"], "cannot start"),
    (b"a: 1\nb: \xff", ["x.yaml:2"], "a byte that is not UTF-8"),
    ("a: *b\nc: *d", ["x.yaml:1:a", "x.yaml:2:c"], r"\*b"),
    ("a: &a [*a]", ["x.yaml:1:a[1]"], r"\*a"),
    ("a: 1\nb: 2\na: 3\na: 4", ["x.yaml:3:a", "x.yaml:4:a"], "line 1 has it already"),
    ("a: !!python/object:os.system x\nb: !c [1]", ["x.yaml:1:a", "x.yaml:2:b"], "the tag"),
    ("? [a]\n: b", ["x.yaml:1"], "a list or mapping as a key"),
    ("a: {<<: 5}", ["x.yaml:1:a.<<"], "no mapping"),
    ("a: 1\n---\nb: 2", ["x.yaml:2"], "a second document"),
    ("[" * 5000, ["x.yaml:1:" + "[1]" * 17], "deeper nesting"),
    ("{a: " * 5000, ["x.yaml:1:" + ".".join("a" * 17)], "deeper nesting"),
    (LAUGHS, ["x.yaml:7:g"], "with the aliases written out"),
    ("#" * 1_000_001, ["x.yaml:1"], "a larger file"),
]


@pytest.mark.parametrize(("text", "places", "says"), BROKEN, ids=[says for _, _, says in BROKEN])
def test_a_file_that_cannot_be_read_is_reported_by_line(
    tmp_path: Path, text: str | bytes, places: list[str], says: str
) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        read(tmp_path, text)
    assert [problem.where for problem in refused.value.problems] == places


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\ufeff"])
def test_an_empty_file_holds_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).plain is None


@pytest.mark.parametrize("loader", [yaml_text.LOADER, yaml.SafeLoader])
def test_the_plain_loader_reads_the_same_as_the_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: Any
) -> None:
    monkeypatch.setattr(yaml_text, "LOADER", loader)
    assert read(tmp_path, "a: [2017-09-02, {b: no}]").plain == {"a": ["2017-09-02", {"b": "no"}]}
    with pytest.raises(Invalid, match="deeper nesting"):
        read(tmp_path, "[" * 5000)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.text("ab: -#'\"é{}[],&*!|>%@`0.", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc <", max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(value=plain)
def test_what_is_dumped_as_yaml_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, value: Any
) -> None:
    dumped = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    assert read(tmp_path_factory.getbasetemp(), _untagged(dumped)).plain == value


def _untagged(dumped: str) -> str:
    """Quoted numbers and switches come with a tag; without both they are plain words."""
    return re.sub(r'!!(?:int|bool|null) "([^"]*)"', r"\1", dumped)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("1234567890123456789", "a whole number of more than 18 digits"),
        ("-99999999999999999999999999", "a whole number of more than 18 digits"),
        (".nan", "not a number, or without end"),
        ("-.INF", "not a number, or without end"),
        ("1e999", "larger than any number"),
        ("010", "a number that begins with 0"),
        ("0x1F", "a number to another base"),
        ("1_000", "a number with _ in it"),
    ],
)
def test_a_number_that_cannot_be_held_is_not_text_in_silence(
    tmp_path: Path, word: str, why: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"parameters: {{n: {word}}}\n", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        yaml_text.read(path)
    says = f'{word}: {why}; a plain number, or text; if it is text, write "{word}"'
    assert [str(p) for p in refused.value.problems] == [f"x.yaml:1:parameters.n: {says}"]
    path.write_text(f'parameters: {{n: "{word}"}}\n', encoding="utf-8")
    assert yaml_text.read(path).plain == {"parameters": {"n": word}}


@pytest.mark.parametrize(
    "word", ["2017-09-02", "0", "-0", "no", "1:30", "1.2.3", "nan", "0x", "a_1"]
)
def test_other_words_are_text_or_numbers_as_they_were(tmp_path: Path, word: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"n: {word}\n", encoding="utf-8")
    assert str(yaml_text.read(path).plain["n"]) == word.removeprefix("-" if word == "-0" else " ")
