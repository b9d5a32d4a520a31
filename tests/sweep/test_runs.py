"""The runs of a sweep: how many, in which order, and what they are called."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import Invalid, Place
from analysis.sweep import run_names, validate
from analysis.sweep.run_names import LONGEST, slug, unsafe
from analysis.sweep.runs import Choice, Run, Runs, Same
from analysis.sweep.yaml_lines import Entry


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
    ("told", "named"),
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
        (runs(a=["x,y", "x/y z"], template="r-{a}"), ["r-x-y", "r-x-y-z"]),
        (runs(a=["2017-09-02"], template="{a}"), ["2017-09-02"]),
        (runs(choice("all"), a=[1.5], template="{name}_{a}{{}}"), ["all_1.5{}"]),
    ],
)
def test_a_run_is_called_after_what_varies_or_by_its_template(told: Runs, named: list[str]) -> None:
    assert names(told) == named


def test_a_long_name_made_of_values_is_cut_and_stays_apart() -> None:
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


@given(value=st.text(max_size=60) | st.none() | st.booleans() | st.lists(st.text(max_size=3)))
def test_a_slug_holds_nothing_that_leads_elsewhere(value: Any) -> None:
    assert not run_names.FORBIDDEN.search(slug(value))
    assert not any(sign.isspace() for sign in slug(value))


def test_a_million_runs_are_counted_without_being_made() -> None:
    axes: dict[str, Any] = {name: list(range(1000)) for name in "abcdef"}
    data = runs(**axes)
    assert data.size == 10**18
    assert next(iter(islice(data, 1))).name.startswith("a=0--b=0")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("-", "hyphens"),
        ("..", "dot"),
        (".x", "dot"),
        ("x.", "dot"),
        ("con", "Windows"),
        ("Nul.txt", "Windows"),
        ("LPT1", "Windows"),
        ("a/b", "sign"),
        ("a\\b", "sign"),
        ("c:", "sign"),
        ("a\nb", "sign"),
        ("x" * 101, "101 letters"),
        ("界" * 80, "letters"),
        *(
            (fine, "")
            for fine in ("x" * 100, "2017-09-02", "a=b--c=", "console", "é", "a.b", "com")
        ),
    ],
)
def test_a_name_is_that_of_a_folder_on_any_system(name: str, why: str) -> None:
    assert why in unsafe(name)
    assert bool(why) == bool(unsafe(name))


@pytest.mark.parametrize(
    ("one", "two"), [("a", "a"), ("a", "A"), ("straße", "STRASSE"), ("e\u0301", "\u00e9")]
)
def test_two_runs_of_one_name_are_told_both(one: str, two: str) -> None:
    result = [Run(one, {"a": 1, "b": 1}), Run("other", {"a": 2}), Run(two, {"a": 3, "b": 1})]
    (problem,) = validate.names(result, Place("name", "x.yaml", 3))
    assert problem.where == "x.yaml:3:name"
    assert "run 1 (a 1) and run 3 (a 3)" in problem.value


def test_many_runs_of_one_name_are_counted() -> None:
    result = [Run("same", {"a": number}) for number in range(1000)]
    problems = list(validate.names(result, Place("x")))
    assert len(problems) == 21
    assert "979 rows like it" in problems[-1].value


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{as_off}", r"{as_off}; a parameter that every run has; did you mean as_of\?"),
        ("{}", "{}; a parameter that every run has; choose one of as_of"),
        ("{as_of.x}", r"{as_of.x}; a parameter that every run has; did you mean as_of\?"),
        ("{as_of!r}", "more than a name in {as_of}; "),
        ("{as_of:>9}", "more than a name in {as_of}; "),
        ("{as_of", "'{as_of': expected '}' before end of string; "),
        ("../{as_of}", "'/' in '../'; "),
        ("a:{as_of}", "':' in 'a:'; "),
        (5, "5; text, as '{as_of}'; "),
    ],
)
def test_a_template_is_read_strictly(template: Any, says: str) -> None:
    with pytest.raises(Invalid, match=f"^x.yaml:1:x: {says}"):
        run_names.template(entry(template), ["as_of"])
