"""The runs of a sweep: how many, in which order, and what they are called."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.yaml_text import Entry
from analysis.errors import Place
from analysis.sweep import run_names, validate
from analysis.sweep.run_names import LONGEST
from analysis.sweep.runs import Choice, Runs, Same


def entry(value: Any, path: str = "x") -> Entry:
    return Entry("x.yaml", 1, path, value)


def grid(**axes: Any) -> dict[str, tuple[Entry, ...]]:
    return {name: tuple(map(entry, values)) for name, values in axes.items()}


def choice(name: str = "", **values: Any) -> Choice:
    entries = {key: entry(value) for key, value in values.items()}
    return Choice(entries, entry(name) if name else None)


def runs(
    *choices: Choice, template: str = "", fixed: dict[str, Any] | None = None, **axes: Any
) -> Runs:
    entries = {name: entry(value) for name, value in (fixed or {}).items()}
    result = Runs(entries, choices or (Choice(),), grid(**axes))
    if not template:
        return result
    return Runs(
        entries, result.choices, result.grid, run_names.template(entry(template), result.fields)
    )


def names(data: Runs) -> list[str]:
    return [run.name for run in data]


def test_sets_and_grid_are_crossed_in_order() -> None:
    data = runs(
        choice("one", a=1), choice("two", a=2), fixed={"b": "x", "f": 0}, c=["p", "q"], b=["y"]
    )
    assert [dict(run.parameters) for run in data] == [
        {"b": "y", "f": 0, "a": a, "c": c} for a in (1, 2) for c in "pq"
    ]
    assert names(data) == ["one--c=p", "one--c=q", "two--c=p", "two--c=q"]
    assert data.size == len(list(data)) == 4


def test_a_parameter_may_be_the_same_as_another() -> None:
    data = runs(fixed={"lead": Same("source")}, source=["x", "y"])
    assert [run.parameters["lead"] for run in data] == ["x", "y"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (runs(), ["default"]),
        (runs(a=["x"]), ["default"]),
        (runs(a=["x", "y"], b=["z"]), ["a=x", "a=y"]),
        (
            runs(a=[True, False], b=["", None]),
            ["a=true--b=", "a=true--b=null", "a=false--b=", "a=false--b=null"],
        ),
        (runs(choice(a="x", b="z"), choice(a="y", b="z")), ["a=x", "a=y"]),
        (runs(choice(a="x"), choice(b="y")), ["a=x", "b=y"]),
        (runs(choice("all"), choice("few", a="x")), ["all", "few"]),
        (runs(choice("a", a="x"), choice("b", a="y")), ["a", "b"]),
        (runs(a=["x,y", "x/y z"], template="r-{a}"), ["r-x-y", "r-x-y-z"]),
        (runs(a=["2017-09-02"], template="{a}"), ["2017-09-02"]),
        (runs(choice("all"), a=[1.5], template="{name}_{a}{{}}"), ["all_1.5{}"]),
    ],
)
def test_a_run_is_called_after_what_varies_or_by_its_template(
    data: Runs, expected: list[str]
) -> None:
    assert names(data) == expected


def test_a_long_name_of_values_is_cut_and_stays_unique() -> None:
    texts = names(runs(a=["x" * 200 + "y", "x" * 200 + "z"]))
    assert len(set(texts)) == 2
    assert all(len(name) <= LONGEST for name in texts)


axes_of_any_size = st.dictionaries(
    st.sampled_from("abcd"),
    st.lists(st.integers(0, 99), min_size=1, max_size=4, unique=True),
    max_size=4,
)


sets_of_any_size = st.lists(st.integers(0, 99), min_size=1, max_size=5, unique=True)


@given(axes=axes_of_any_size, numbers=sets_of_any_size)
def test_there_are_as_many_runs_as_counted_each_with_a_name_of_its_own(
    axes: dict[str, list[int]], numbers: list[int]
) -> None:
    spread: dict[str, Any] = dict(axes)
    data = runs(*(choice(n=number) for number in numbers), **spread)
    result = list(data)
    assert len(result) == data.size
    assert len(set(names(data))) == data.size
    assert len({tuple(run.parameters.items()) for run in result}) == data.size
    assert result == list(data)
    order: list[list[Any]] = [numbers, *axes.values()]
    places = [
        [v.index(run.parameters[n]) for n, v in zip(("n", *axes), order, strict=True)]
        for run in result
    ]
    assert all(counts < two for counts, two in pairwise(places))
    assert list(validate.names(data, Place("x"))) == []


def test_a_million_runs_are_counted_without_being_built() -> None:
    axes: dict[str, Any] = {name: list(range(1000)) for name in "abcdef"}
    data = runs(**axes)
    assert data.size == 10**18
    assert next(iter(islice(data, 1))).name.startswith("a=0--b=0")
