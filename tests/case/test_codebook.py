"""The codebook: made from the schema, complete, and as committed."""

from __future__ import annotations

import re

import pytest

from analysis.case.codebook import PATH, codebook
from analysis.case.schema import TableSchema, package
from analysis.paths import DATA, cases

TABLES = list(package(DATA / cases()[0]).tables.values())


def test_the_committed_codebook_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == codebook()


def test_it_is_the_same_whichever_cases_are_there() -> None:
    for case in cases():
        described = package(DATA / case)
        assert described.title not in codebook()
        assert case not in codebook()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_column_has_a_row_with_description_and_example(table: TableSchema) -> None:
    section = codebook().split(f"## {table.path}: ")[1].split("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in section.splitlines() if "| `" in line]
    assert [row[0].strip() for row in rows] == [f"`{name}`" for name in table.columns]
    for (_, description, allowed, example), field in zip(rows, table.fields, strict=True):
        assert description.strip().replace("\\|", "|") == field.description
        assert ("required" in allowed) == field.required
        assert example.strip().strip("`").replace("\\|", "|") == field.example
        for word in field.constraints.get("enum", ()):
            assert f"`{word}`" in allowed


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_example_keeps_its_own_rule(table: TableSchema) -> None:
    for field in table.fields:
        assert field.description
        pattern = field.constraints.get("pattern")
        choices = field.constraints.get("enum")
        values = field.example.split(field.separator) if field.separator else [field.example]
        for value in values:
            assert not pattern or re.fullmatch(pattern, value), (field.name, value)
            assert not choices or value in choices, (field.name, value)
