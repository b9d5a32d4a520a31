"""What runs are called: names that are folders on any system."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import Invalid
from analysis.sweep import run_names
from analysis.sweep.run_names import slug, unsafe
from sweep.conftest import Folder
from sweep.test_runs import entry


@given(value=st.text(max_size=60) | st.none() | st.booleans() | st.lists(st.text(max_size=3)))
def test_a_slug_holds_nothing_that_leads_elsewhere(value: Any) -> None:
    assert not run_names.FORBIDDEN.search(slug(value))
    assert not any(sign.isspace() for sign in slug(value))


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


# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    ("name: /tmp/x", ["2:name: '/' in '/tmp/x'; a name that can be a folder"]),
    ("name: [a]", ["2:name: ['a']; text, as '{as_of}'"]),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_a_wrong_template_is_reported_at_its_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)
