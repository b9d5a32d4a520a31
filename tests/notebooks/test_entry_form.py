"""The form of the explorer reads what is typed, asks what is missing, and writes as the command."""

from __future__ import annotations

import pytest
from conftest import Case

from analysis.intake import adding
from analysis.notebooks.explorer import explore
from analysis.notebooks.explorer.entry_form import EntryForm

TYPED = {
    "source": "post-2031-03-06",
    "claimant": "Transport Ministry",
    "measure": "people injured",
    "phrase": "at least 78 people",
}


def _form(case: Case, **typed: str) -> EntryForm:
    form = EntryForm(case.load())
    form.toggle.value = True
    for key, text in typed.items():
        form.fields[key].value = text
    return form


def test_what_is_read_is_shown_while_it_is_typed(case: Case) -> None:
    form = _form(case, **TYPED)
    assert "78 (at least)" in form.read.value
    form.fields["phrase"].value = "between 20 and 30 people"
    assert "20–30 (between)" in form.read.value


def test_add_waits_until_nothing_is_missing(case: Case) -> None:
    form = _form(case, **{**TYPED, "claimant": "Health Ministry"})
    assert form.add.disabled
    assert "What kind of actor is it?" in form.read.value
    form.answers["claimant_kind"].value = "state"
    form.answers["claimant_group"].value = "government"
    assert not form.add.disabled


def test_add_writes_the_claim_and_says_what_the_check_says(case: Case) -> None:
    form = _form(case, **TYPED)
    form.answers["counts"].value = "running_total"
    form.add.click()
    assert case.problems() == []
    row = case.rows("claims")[-1]
    assert (row["claim_id"], row["stated"], row["counts"]) == ("c028", "78", "running_total")
    assert "all is well" in form.done.value
    assert form.fields["phrase"].value == ""
    form.fields["phrase"].value = "two injured"
    form.add.click()
    assert case.rows("claims")[-1]["claim_id"] == "c029"


def test_what_is_wrong_is_said_and_nothing_is_written(case: Case) -> None:
    form = _form(case, **TYPED, said="2031-02-31")
    before = case.hash()
    form.add.click()
    assert "2031-02-31" in form.done.value
    assert case.hash() == before


def test_a_case_that_changed_meanwhile_is_read_anew(case: Case) -> None:
    form = _form(case, **TYPED)
    case.add("claims", "c001", claim_id="c028", phrase="213 people", stated="213")
    form.add.click()
    assert case.rows("claims")[-1]["claim_id"] == "c029"


def test_the_form_is_there_only_where_the_case_can_be_written(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = explore(case.load())
    assert panel.entry_form.box in panel.box.children
    monkeypatch.setattr(adding, "is_writable", lambda _: False)
    panel = explore(case.load())
    assert panel.entry_form.box not in panel.box.children


def test_what_is_typed_is_escaped(case: Case) -> None:
    form = _form(case, **{**TYPED, "claimant": "<b>x</b>"})
    assert "<b>x</b>" not in form.read.value
