"""The explorer: each view as table, chart, sentence, card, code and parameters; its notebook."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from gallery import CONVOY, case
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import charts
from analysis.case.scope import KNOWN_BY, Scope
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge
from analysis.errors import Invalid
from analysis.notebooks import explorer, ipynb
from analysis.notebooks.explorer import controls
from analysis.notebooks.explorer.cards import comparison, connections, remainder
from analysis.notebooks.explorer.copy_as import code, parameters
from analysis.notebooks.explorer.forms import FORMS, LEFT_OUT, drawn, fitting
from analysis.notebooks.explorer.later import Later
from analysis.notebooks.explorer.page import Page, picked, printed
from analysis.notebooks.explorer.rows import COLUMNS, ORDERS, containing, table
from analysis.notebooks.explorer.view import OWN, View
from analysis.notebooks.explorer.widget import Explorer
from analysis.notebooks.refresh import execute, stripped
from analysis.paths import NOTEBOOKS
from analysis.words.sentences import Sentence, say

NOTEBOOK = NOTEBOOKS / "explore.ipynb"
OTHER = NOTEBOOKS / "convoy-2017" / "casualties.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"


def convoy() -> Timeline:
    return case(CONVOY)


def ids(timeline: Timeline) -> list[str]:
    return [claim.claim_id for claim in timeline]


def page(**data: Any) -> Page:
    """A page of the convoy case; what no view has of its own is of its scope."""
    own = {name: data.pop(name) for name in OWN if name in data}
    return Page(convoy(), View(Scope(**data), **own))


# Views at random


def some_of(values: list[str], most: int = 3) -> st.SearchStrategy[str]:
    chosen = st.lists(st.sampled_from(sorted(values)), max_size=most, unique=True)
    return st.one_of(st.just(""), chosen.map(",".join))


def values(offered: controls.Choices) -> list[str]:
    return [value for _, value in offered]


DAYS = [str(date(2017, 8, 25) + timedelta(n)) for n in range(24)]
EVERY = convoy()
BOUNDS = st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted)
PERIODS = st.tuples(BOUNDS, st.booleans(), st.booleans()).map(
    lambda drawn: tuple(
        day if bound else "" for day, bound in zip(*(drawn[0], drawn[1:]), strict=True)
    )
)


def scope_of(period: tuple[str, str], said: tuple[str, str], **others: Any) -> Scope:
    return Scope(start=period[0], end=period[1], said_from=said[0], said_to=said[1], **others)


SCOPES = st.builds(
    scope_of,
    period=PERIODS,
    said=PERIODS,
    as_of=st.sampled_from(["", *DAYS]),
    sources=some_of(values(controls.sources(EVERY)), 8),
    claimants=some_of(values(controls.claimants(EVERY))),
    include_retellings=st.booleans(),
    leave_out=some_of(list(Hedge)),
    known_by=st.sampled_from(KNOWN_BY),
)
VIEWS = st.builds(
    View,
    SCOPES,
    measures=some_of(values(controls.measures(EVERY))),
    words=st.sampled_from(["", "six", "coalition isis", "SOHR", "'\"\\ $x", "٣٠٨", "2017"]),
    order=st.sampled_from(list(ORDERS)),
    form=st.sampled_from(list(FORMS)),
)


def run(lines: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The variables that the copied code leaves; another test draws its chart."""
    variables: dict[str, Any] = {}
    monkeypatch.setattr(analysis, "load", case, raising=False)
    exec("\n".join(line for line in lines.splitlines() if "drawn" not in line), variables)
    return variables


def outcome(make: Callable[[], Any]) -> Any:
    """What comes out, or what was wrong."""
    try:
        return make()
    except Invalid as invalid:
        return str(invalid)


def passed(command: str) -> dict[str, Any]:
    """The parameters that a papermill command passes, as papermill reads them."""
    program, notebook, _, *rest = shlex.split(command.replace("\\\n", ""), comments=True)
    assert (program, notebook) == ("papermill", NOTEBOOK.name)
    threes = [rest[n : n + 3] for n in range(0, len(rest), 3)]
    assert all(kind == "-r" or (kind, value) == ("-p", "False") for kind, _, value in threes)
    return {name: value if kind == "-r" else False for kind, name, value in threes}


@settings(max_examples=150)
@given(view=VIEWS)
def test_what_is_copied_gives_the_same_table(view: View) -> None:
    assert View.from_notebook({**asdict(Scope()), **passed(parameters(view))}) == view
    expected = outcome(lambda: view.narrow(convoy()))
    with pytest.MonkeyPatch.context() as patch:
        copied = outcome(lambda: run(code(view), patch))
    if isinstance(expected, Timeline) and isinstance(copied, dict):
        assert copied["table"].equals(table(expected, view.order))
        selection = copied["selection"]
        assert (selection.chosen, selection.filters) == (expected.chosen, expected.filters)
        assert len(copied["table"]) == len(expected)
    else:
        assert copied == expected  # refused with the same line


@given(view=VIEWS)
def test_the_other_notebooks_take_what_is_not_the_explorer_s_own(view: View) -> None:
    command = parameters(view)
    common = {name: v for name, v in passed(command).items() if name not in view.own()}
    assert Scope.checked(**common) == view.scope
    remark = command.splitlines()[-1]
    assert remark.startswith("# ")
    assert all(name in remark for name in view.own())


@pytest.mark.parametrize("form", FORMS)
def test_copied_code_draws_the_same_chart(form: str) -> None:
    view = View(Scope(as_of="2017-09-03"), measures="buses", form=form)
    variables: dict[str, Any] = {}
    exec(code(view), variables)
    chart = Page(convoy(), view).chart
    copied: Chart | Sentence = variables["chart"]
    if isinstance(chart, Chart) and isinstance(copied, Chart):
        assert copied.alt == chart.alt
        assert copied.table.equals(chart.table)
    else:
        assert copied == chart


def test_code_is_a_chain_of_verbs() -> None:
    view = View(
        Scope(as_of="2017-09-02", claimants="coalition", include_retellings=False),
        measures="buses",
    )
    assert code(view).splitlines()[3:] == [
        'selection = an.load("convoy-2017").as_of("2017-09-02").where(claimant=["coalition"])',
        "selection = an.Scope(include_retellings=False).narrow(selection)",
        'selection = selection.where(measure=["buses"])',
        'table = explorer.table(selection, by="claim")',
        'chart = explorer.drawn(selection, "evidence_by_day")',
    ]


# The view


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"start": "2017-13-40"}, "start: '2017-13-40'; a day that exists; write year-month-day"),
        ({"said_to": "soon"}, "said_to: 'soon'; a day that exists; write year-month-day"),
        ({"as_of": "2016-01-01"}, "as_of: '2016-01-01'; 2017-08-27 or later, the day of the first"),
        ({"claimants": "coaliton"}, "did you mean coalition?"),
        ({"measures": "busses"}, "did you mean buses?"),
        ({"order": "clam"}, "did you mean claim?"),
        ({"form": "interval"}, "did you mean intervals?"),
        ({"measures": 7}, "measures: 7; text; put it in quotation marks"),
    ],
)
def test_a_wrong_view_is_refused_in_a_line(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(Invalid, match=re.escape(says)):
        View.from_notebook({**asdict(Scope()), **fields}).narrow(convoy())


def test_a_wrong_view_is_printed_as_its_line_and_nothing_else() -> None:
    result = printed(page(start="2017-13-40"))
    assert 'role="alert"' in result.status
    assert "a day that exists; write year-month-day" in result.status
    assert not any((result.chart, result.claims, result.cards, result.code, result.parameters))
    assert picked(page(as_of="2016-01-01"), "c003", "", "") == ("", "")


def test_a_view_with_nothing_in_it_says_what_to_widen() -> None:
    result = page(as_of="2017-09-02", words="nowhere to be found")
    assert result.sentence.text == (
        "No claim is left: clear or widen as_of 2017-09-02 and words nowhere to be found."
    )
    data = printed(result)
    assert "svg" not in data.chart
    assert data.claims == ""
    assert "explorer.containing" in data.code


# Rows


def test_a_row_has_every_column_in_words() -> None:
    row = table(convoy().where(claim_id="c003")).iloc[0]
    assert list(row.index) == list(COLUMNS)
    assert tuple(row) == (
        *("2 Sep", "US-led Coalition", "more than 20 ISIS vehicles", "vehicles struck"),
        *("", "Rudaw, 2 September 2017", "c003"),
    )


@pytest.mark.parametrize("by", ORDERS)
def test_every_order_holds_every_row_and_keeps_the_ledger_s_where_alike(by: str) -> None:
    rows = table(convoy(), by)
    assert sorted(rows["claim"]) == sorted(ids(convoy()))
    claims = {claim.claim_id: claim for claim in convoy()}
    keys = [(ORDERS[by](convoy(), claims[i]), i) for i in rows["claim"]]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("SIX remain", "six buses remain in government-held areas"),
        ("rudaw-2017 six", "six buses remain in government-held areas"),
    ],
)
def test_words_are_looked_for_in_every_column(words: str, row: str) -> None:
    assert row in set(table(containing(convoy(), words))["in these words"])


def test_every_word_must_be_there() -> None:
    both = ids(containing(convoy(), "buses hezbollah"))
    assert 0 < len(both) < len(ids(containing(convoy(), "buses")))
    assert set(both) < set(ids(containing(convoy(), "hezbollah")))


# Forms


@pytest.mark.parametrize("name", FORMS)
def test_a_form_draws_what_it_fits_and_else_says_what_does(name: str) -> None:
    for timeline in (convoy().where(measure="buses"), convoy()):
        chart = drawn(timeline, name)
        assert name in fitting(timeline) or isinstance(chart, Sentence)
        if name not in fitting(timeline):
            assert isinstance(chart, Sentence)
            others = re.findall("“(.+?)”", chart.text)
            assert others == [FORMS[name].label, *(FORMS[n].label for n in fitting(timeline))]


@pytest.mark.parametrize(
    ("columns", "fits"),
    [
        ({"measure": "fighters_killed"}, True),
        ({"measure": "aboard"}, False),  # people, fighters and wounded are three counts
        ({"measure": "buses"}, False),  # six of 17 are no later count than 17
        ({"measure": ["aboard", "buses"], "category": "total"}, False),
        ({"measure": "strikes", "counts": "new"}, False),
    ],
)
def test_a_total_over_time_joins_only_what_is_counted_alike(
    columns: dict[str, str], fits: bool
) -> None:
    timeline = convoy().where(**columns)
    assert ("steps" in fitting(timeline)) == fits
    assert isinstance(drawn(timeline, "steps"), Chart) == fits


def test_most_forms_can_draw_a_single_measure() -> None:
    timeline = convoy().where(measure="fighters_killed")
    charts = [name for name in FORMS if isinstance(drawn(timeline, name), Chart)]
    assert set(charts) >= {
        "evidence_by_day",
        "swimlanes",
        "intervals",
        "steps",
        "said_and_about",
        "claims_and_origins",
    }


def test_every_form_of_chart_is_offered_or_left_out_with_a_reason() -> None:
    assert sorted([*FORMS, *LEFT_OUT]) == dir(charts)
    assert all(reason.startswith("it ") for reason in LEFT_OUT.values())


# Page


def test_every_mark_and_row_has_its_card() -> None:
    result = printed(page(as_of="2017-09-02", measures="buses", form="intervals"))
    texts = set(ids(page(as_of="2017-09-02", measures="buses").selection))
    assert set(re.findall(r'data-card="([^"]+)"', result.cards)) == texts
    assert set(re.findall(r'data-row="([^"]+)"', result.claims)) == texts
    assert set(re.findall(r'<a href="#([^"]+)"', result.chart)) == texts
    assert str(len(texts)) in result.status


def test_a_card_tells_the_sentence_the_bounds_the_document_and_the_links() -> None:
    text, _ = picked(page(), "c003", "", "")
    assert str(say(convoy(), "c003")) in unescape(text)
    assert "more than 20; 21 or more" in text
    assert "#:~:text=more%20than%2020%20ISIS%20vehicles" in text
    assert "is corrected by" in text
    assert ") c194: a sure link" in text
    assert 'data-chosen="c003"' in text


def test_a_card_knows_nothing_that_came_later() -> None:
    known = page(as_of="2017-09-02").known
    for claim_id, lines in connections(known).items():
        assert claim_id in ids(known)
        assert set(re.findall(r"\bc\d{3}\b", " ".join(lines))) <= set(ids(known))
    assert "c194" not in picked(page(as_of="2017-09-02"), "c003", "", "")[0]


def test_what_is_not_known_yet_has_no_card() -> None:
    text, _ = picked(page(as_of="2017-08-29"), "c003", "", "")
    assert 'role="alert"' in text
    assert "a claim of this timeline" in text


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("c001", "c128", ['<b class="contested-word">same</b>', "both 6"]),
        ("c001", "c003", ["cannot tell", "they count different things"]),
        ("c001", "nothing", ["a claim of this timeline"]),
        ("c001", "", ["Choose two claims"]),
    ],
)
def test_two_claims_are_compared_in_a_word_with_its_reason(
    first: str, second: str, says: list[str]
) -> None:
    text = comparison(convoy(), first, second)
    assert all(words in text for words in says)


def pair(*ids: str) -> tuple[Claim, Claim]:
    first, second = map(convoy().__getitem__, ids)
    return first, second


def test_a_difference_is_ours_whichever_of_the_two_comes_first() -> None:
    text = remainder(convoy(), *pair("c001", "c002"))
    assert text.startswith(
        "Our own subtraction, 17 − 6, leaves 11 buses outside government-held areas. This assumes "
        "that both figures are Hezbollah’s and "
    )
    assert remainder(convoy(), *pair("c002", "c001")) == text


def test_a_difference_that_is_refused_says_why() -> None:
    text = remainder(convoy(), *pair("c002", "c003"))
    assert text.startswith("No difference can be given for figures of two claimants: it takes ")


def test_text_of_a_case_is_never_markup(ferry: Timeline) -> None:
    row = dict(ferry.chosen[0])
    row["phrase"] = "<img src=x onerror=alert(1)>"
    odd = replace(ferry, chosen=(row, *ferry.chosen[1:]))
    claim_id = row["claim_id"]
    page = Page(odd, View(form="claims_and_origins", words="<img"))
    parts = {**asdict(printed(page)), "card": picked(page, claim_id, "", "")[0]}
    parts["compared"] = comparison(odd, claim_id, odd.claims[1].claim_id)
    assert "&lt;img" in parts["claims"]
    assert not [name for name, text in parts.items() if "<img" in text]


# Controls


def opened(**data: Any) -> Explorer:
    return explorer.explore(convoy(), page(**data).view)


def test_controls_begin_as_the_view_is_and_ask_for_it() -> None:
    data = {
        "start": "2017-08-28",
        "as_of": "2017-09-06",  # a day on which nothing was published
        "known_by": "said",
        "sources": "rudaw-2017-09-02",
        "claimants": "coalition,rudaw",
        "include_retellings": False,
        "leave_out": "about",
        "measures": "buses,aboard",
        "words": "six",
        "order": "said",
        "form": "claims_and_origins",
    }
    result = opened(**data)
    assert result.controls.view.narrow(convoy()) == page(**data).selection
    assert ids(result.selection) == ids(page(**data).selection)


def test_the_selection_follows_the_controls() -> None:
    result = opened()
    assert ids(result.selection) == ids(convoy())
    result.controls.day.value = "2017-09-02"
    result.controls.measures.list.value = ("buses",)
    result.controls.words.value = "remain"
    expected = page(as_of="2017-09-02", measures="buses", words="remain")
    assert ids(result.selection) == ids(expected.selection)
    assert f"{expected.count}" in result.parts["status"].value
    line = 'selection = explorer.containing(selection, "remain")'
    assert line in unescape(result.parts["code"].value)
    result.controls.end.value = "never"
    assert "a day that exists" in result.parts["status"].value
    result.controls.reset.click()
    assert ids(result.selection) == ids(convoy())


def test_forms_that_do_not_fit_are_grey_in_the_list_of_charts() -> None:
    result = opened(form="intervals")
    for measures in ((), ("buses",), ("fighters_killed",)):
        result.controls.measures.list.value = measures
        grey = re.findall(r'option\[data-value="(.+?)"\]', result.parts["status"].value)
        unfit = set(FORMS) - set(fitting(result.selection))
        assert {unquote(label) for label in grey} == {FORMS[name].label for name in unfit}


def test_a_list_of_which_nothing_is_chosen_says_what_that_means() -> None:
    result = opened()
    assert result.controls.hedges.list.description == "Hedges left out: none"
    assert result.controls.measures.list.description == "Measures: all"
    result.controls.hedges.list.value = ("about",)
    count = len(result.controls.hedges.list.options)
    assert result.controls.hedges.list.description == f"Hedges left out: 1 of {count}"


def test_documents_are_offered_by_name() -> None:
    names = {value: label for label, value in opened().controls.sources.list.options}
    assert names["rudaw-2017-09-02"].startswith("Rudaw, 2 September 2017 (")
    assert len(set(names.values())) == len(names)


def test_it_is_busy_until_what_it_displays_is_that_of_its_controls() -> None:
    result = opened()
    states: list[bool] = []

    def note(_: object) -> None:
        states.append("contested-busy" in result.box._dom_classes)

    result.parts["status"].observe(note, "value")
    result.controls.measures.list.value = ("buses",)
    assert states == [True]
    assert "contested-busy" not in result.box._dom_classes


def test_the_days_are_those_of_the_kind_that_is_chosen() -> None:
    result = opened()
    published = {day for _, day in result.controls.day.options}
    result.controls.day.value = "2017-09-02"
    result.controls.known_by.value = "said"
    said = {day for _, day in result.controls.day.options}
    assert result.controls.day.value == "2017-09-02"
    assert published - {""} == {str(c.published) for c in convoy() if c.published}
    assert said != published


def test_a_search_shortens_a_list_and_drops_no_choice() -> None:
    picker = opened().controls.sources
    picker.list.value = ("rudaw-2017-09-02",)
    picker.search.value = "REUTERS"
    offered = [value for _, value in picker.list.options]
    assert picker.value == "rudaw-2017-09-02"
    assert 1 < len(offered) < len(controls.sources(convoy()))
    assert all("reuters" in value or value == picker.value for value in offered)


def test_a_claim_is_chosen_by_its_line_or_its_id_alone() -> None:
    result = opened()
    line = next(line for line in result.pick.options if line.startswith("c003 "))
    result.pick.value = line
    assert 'data-chosen="c003"' in result.parts["card"].value
    result.first.value, result.second.value = "c001", "c128"
    assert "both 6" in result.parts["compared"].value


def test_without_the_library_of_the_controls_all_else_works() -> None:
    lines = [
        "import sys; sys.modules['ipywidgets'] = None",  # as if it were not installed
        "import analysis as an; from analysis.notebooks import explorer",
        'timeline = an.load("convoy-2017"); print(len(explorer.table(timeline)))',
        "try: explorer.explore(timeline)",
        "except an.Invalid as invalid: print(invalid)",
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, line = run.stdout.splitlines()
    assert int(rows) == len(convoy())
    assert re.fullmatch(r"ipywidgets: not installed; .*pip install ipywidgets.*", line)


def test_many_changes_in_a_row_are_a_single_call() -> None:
    calls: list[int] = []

    async def changes() -> None:
        later = Later(lambda: calls.append(1), wait=0)
        for _ in range(20):
            later()
        assert calls == []
        await asyncio.sleep(0.01)
        later()
        await asyncio.sleep(0.01)

    asyncio.run(changes())
    assert calls == [1, 1]


# The notebook


def cells(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return rows


def cell(path: Path, cell_id: str) -> dict[str, Any]:
    (data,) = (values for values in cells(path) if values["id"] == cell_id)
    return data


def test_it_has_the_parameters_of_every_notebook() -> None:
    own, common = ("".join(cell(path, "parameters")["source"]) for path in (NOTEBOOK, OTHER))
    assert own.startswith(common)
    rest: dict[str, Any] = {}
    exec(own.removeprefix(common), rest)
    assert {name: rest[name] for name in OWN} == OWN
    codes = [
        data
        for data in cells(NOTEBOOK)
        if data["cell_type"] == "code" and data["id"] != "parameters"
    ]
    assert len(codes) <= 18
    assert all(len("".join(data["source"]).splitlines()) <= 10 for data in codes)


def test_it_shows_chart_sentence_and_rows_where_no_widget_runs() -> None:
    (output,) = cell(NOTEBOOK, "explorer")["outputs"]
    plain = "".join(output["data"]["text/plain"])
    expected = page()
    assert set(output["data"]) == {"image/png", "text/plain"}
    assert plain == expected.plain()
    assert plain.startswith(f"{expected.count} {expected.sentence}")
    assert isinstance(expected.chart, Chart)
    assert output["metadata"]["image/png"]["alt"] == expected.chart.alt


def test_with_widgets_it_shows_them() -> None:
    data, _ = opened(measures="buses")._repr_mimebundle_()
    assert set(data) == {WIDGET, "image/png", "text/plain"}


def test_executing_it_again_changes_nothing(tmp_path: Path) -> None:
    again = Path(shutil.copy(NOTEBOOK, tmp_path))
    list(execute((again,)))
    rows, committed = (cells(path) for path in (again, NOTEBOOK))
    for each in (*rows, *committed):  # a picture may differ between machines, its table not
        for output in each.get("outputs", ()):
            output.get("data", {}).pop("image/png", None)
    assert rows == committed
    assert stripped(ipynb.read(NOTEBOOK)) == NOTEBOOK.read_text(encoding="utf-8")


def test_copied_parameters_show_the_same_under_papermill(tmp_path: Path) -> None:
    expected = page(
        as_of="2017-09-03", include_retellings=False, measures="buses", words="in", form="intervals"
    )
    shutil.copy(NOTEBOOK, tmp_path)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shell = ["sh", "-c", parameters(expected.view)]
    subprocess.run(
        shell, cwd=tmp_path, check=True, capture_output=True, env={**os.environ, "PATH": path}
    )
    file = tmp_path / "out.ipynb"
    (output,) = cell(file, "explorer")["outputs"]
    assert "".join(output["data"]["text/plain"]) == expected.plain()
    (rows,) = cell(file, "timeline")["outputs"]
    first, *_ = expected.table["in these words"]
    assert first in "".join(rows["data"]["text/html"])
    assert repr(expected.selection) == "".join(rows["data"]["text/plain"])
