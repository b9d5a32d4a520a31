"""The command line: exit codes, messages, and files, by the program as a person calls it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from conftest import FERRY, Case
from reporting import PARAMETERS, code, markdown, notebook
from typer.testing import CliRunner, Result

from analysis import cli, sweep
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.errors import Invalid, Problem
from analysis.notebooks.provenance import version
from analysis.paths import DATA, REPORTS, ROOT
from analysis.report import one_chart
from analysis.report.printers import FORMATS, USUAL
from analysis.words import citation
from analysis.words.sentences import say

VERBS = sorted(
    command.name or command.callback.__name__
    for command in cli.app.registered_commands
    if command.callback
)
COMMANDS = typer.main.get_group(cli.app).commands
SEEN = {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100"}


def contested(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process of its own."""
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_an_example(verb: str) -> None:
    result = CliRunner().invoke(cli.app, [verb, "--help"], env=SEEN)
    assert result.exit_code == 0
    example = re.search(rf"Example: contested {verb}( \S+)*", result.stdout)
    assert example
    arguments = example[0].split()[3:]
    COMMANDS[verb].make_context(verb, arguments)  # raises for what the verb does not take


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("report", [*FORMATS, ",".join(USUAL)]),
        ("figure", [*one_chart.FORMS, *one_chart.UNITS]),
        ("cite", [*citation.FORMS, citation.ALL]),
        ("batch", [f"{sweep.MOST:,}"]),
    ],
)
def test_help_names_every_choice(verb: str, words: list[str]) -> None:
    """It is written out: to read the lists would import them whenever the program starts."""
    result = CliRunner().invoke(cli.app, [verb, "--help"], env=SEEN)
    assert [word for word in words if not re.search(rf"\b{word}\b", result.stdout)] == []


def test_help_lists_every_verb() -> None:
    result = CliRunner().invoke(cli.app, ["--help"], env=SEEN)
    assert result.exit_code == 0
    for verb in VERBS:
        assert re.search(rf"\b{verb}\b", result.stdout)


def test_it_says_which_version_it_is() -> None:
    result = CliRunner().invoke(cli.app, ["--version"])
    assert (result.exit_code, result.stdout.strip()) == (0, version())


def test_no_verb_is_a_question_for_help() -> None:
    result = CliRunner().invoke(cli.app, [], env=SEEN)
    assert result.exit_code == 2
    assert "Usage: " in result.output


def test_an_unknown_verb_is_refused() -> None:
    completed = contested("chekc")
    assert completed.returncode == 2
    assert "No such command 'chekc'" in completed.stderr
    assert "Traceback" not in completed.stderr


def test_help_loads_neither_tables_nor_charts() -> None:
    code = (
        "import sys; from analysis import cli; "
        "print([m for m in ('pandas', 'matplotlib', 'papermill', 'nbformat') if m in sys.modules])"
    )
    completed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert completed.stdout.strip() == "[]"


def test_check_of_every_case_is_well() -> None:
    result = CliRunner().invoke(cli.app, ["check"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "convoy-2017: " in result.stdout
    assert all(re.fullmatch(r"\S+: [\d,]+ rows in \d+ tables, all well", line) for line in lines)


def test_check_prints_every_problem_where_it_is(case: Case) -> None:
    case.change("claims", "c003", hedge="exactly").change("claims", "c005", stated="eighty")
    result = CliRunner().invoke(cli.app, ["check", str(case.folder)])
    assert result.exit_code == 1
    for line, field in (
        (case.line("claims", "c003"), "hedge"),
        (case.line("claims", "c005"), "stated"),
    ):
        assert re.search(rf"^claims\.csv:{line}:{field}: .+; .+; .+$", result.stderr, re.M)
    assert result.stdout.splitlines()[0].endswith(f"{len(result.stderr.splitlines())} problems")


def test_a_single_problem_is_counted_in_the_singular(case: Case) -> None:
    case.change("claims", "c003", speech="")
    result = CliRunner().invoke(cli.app, ["check", str(case.folder)])
    assert result.stdout.endswith("1 problem\n")
    assert result.exit_code == 1


def test_check_names_the_folder_whatever_the_path_ends_in(case: Case) -> None:
    (case.folder / "notes").mkdir()
    result = CliRunner().invoke(cli.app, ["check", str(case.folder / "notes" / "..")])
    assert result.exit_code == 0
    assert result.stdout.startswith("ferry-2031: ")


def test_check_goes_on_after_a_case_that_fails(case: Case) -> None:
    case.change("claims", "c003", speech="")
    result = CliRunner().invoke(cli.app, ["check", str(case.folder), "convoy-2017"])
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "ferry-2031",
        "convoy-2017",
    ]
    assert result.exit_code == 1


def test_check_goes_on_after_a_case_that_is_not_there(case: Case) -> None:
    case.change("claims", "c003", speech="")
    result = CliRunner().invoke(cli.app, ["check", "nowhere", str(case.folder), "convoy-2017"])
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "ferry-2031",
        "convoy-2017",
    ]
    nowhere, broken = result.stderr.splitlines()
    assert nowhere.startswith("case: 'nowhere'; a case or a folder; ")
    assert broken == "ferry-2031/claims.csv:4:speech: empty; a value; give its speech"


def test_a_place_that_names_its_case_names_it_once(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    result = CliRunner().invoke(cli.app, ["check", str(tmp_path / "bare"), "convoy-2017"])
    assert result.stderr.startswith("bare/datapackage.json: no such file; ")
    assert result.exit_code == 1


def test_check_of_nowhere_is_a_single_line() -> None:
    completed = contested("check", "nowhere")
    assert completed.returncode == 1
    assert completed.stdout == ""
    (line,) = completed.stderr.splitlines()
    assert line.startswith("case: 'nowhere'; a case or a folder; choose one of ")
    assert any(path.parent.name in line for path in DATA.glob("*/datapackage.json"))


def test_check_of_a_folder_without_a_description_is_a_single_line(tmp_path: Path) -> None:
    completed = contested("check", str(tmp_path))
    assert completed.returncode == 1
    (line,) = completed.stderr.splitlines()
    assert line.endswith("no such file; a Data Package; name a folder that holds datapackage.json")


def test_check_of_the_same_fault_twice_is_the_same(case: Case) -> None:
    case.change("claims", "c003", hedge="exactly", speech="")
    result, two = (CliRunner().invoke(cli.app, ["check", str(case.folder)]) for _ in range(2))
    assert result.output == two.output


def semicolons(raw: bytes) -> bytes:
    """As a spreadsheet of another country saves a table that has no semicolon in it."""
    out = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))
    csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def quoted(raw: bytes) -> bytes:
    out = io.StringIO(newline="")
    rows = [
        [f" {cell} " if cell else cell for cell in row]
        for row in csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))
    ]
    head = [cell.strip() for cell in rows[0]]
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows([head, *rows[1:]])
    return out.getvalue().encode("utf-8")


def backwards(raw: bytes) -> bytes:
    head, *rows = raw.decode("utf-8").splitlines(keepends=True)
    return "".join([head, *reversed(rows)]).encode("utf-8")


@pytest.mark.parametrize(
    "mangled", [semicolons, quoted, backwards], ids=lambda function: function.__name__
)
def test_tidy_undoes_what_a_spreadsheet_did_and_no_more(
    case: Case, mangled: Callable[[bytes], bytes]
) -> None:
    whole, before = case.load().rows, case.hash()
    for table in ("claims", "sources", "places"):
        case.remake(table, mangled)
    assert case.hash() != before
    assert CliRunner().invoke(cli.app, ["check", str(case.folder)]).exit_code == 1
    result = CliRunner().invoke(cli.app, ["tidy", str(case.folder)])
    assert result.exit_code == 0
    said = {line.split(":")[0]: line for line in result.stdout.splitlines()}
    assert said.keys() == {"claims.csv", "places.csv", "sources.csv"}
    assert case.hash() == before
    assert load(case.folder).rows == whole
    again = CliRunner().invoke(cli.app, ["tidy", str(case.folder)])
    assert (again.exit_code, again.stdout) == (0, "Nothing to tidy.\n")
    assert case.hash() == before


def test_tidy_touches_nothing_that_it_cannot_read(case: Case) -> None:
    case.remake("claims", lambda raw: raw.replace(b"claim_id", b"id", 1))
    case.remake("sources", backwards)
    before = case.hash()
    result = CliRunner().invoke(cli.app, ["tidy", str(case.folder)])
    assert isinstance(result.exception, Invalid)
    assert {problem.file for problem in result.exception.problems} == {"claims.csv"}
    assert result.stderr == "Nothing was changed.\n"
    assert case.hash() == before


def test_tidy_says_what_it_did_to_each_file(case: Case) -> None:
    case.remake("actors", semicolons).remake(
        "claims", lambda raw: raw.replace(b",212,", b",212.0,")
    )
    result = CliRunner().invoke(cli.app, ["tidy", str(case.folder)])
    assert result.stdout == (
        "actors.csv: took out a byte-order mark; commas in place of semicolons\n"
    )
    assert result.exit_code == 0


def listed(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["list", *arguments])


def test_a_list_is_printed_in_columns() -> None:
    result = listed("sources", "rudaw")
    head, *rows = result.stdout.splitlines()
    assert result.exit_code == 0
    assert head.split() == ["source_id", "publisher", "kind", "published", "claims", "title"]
    assert rows
    assert all(row.startswith("rudaw-2017-") for row in rows)
    assert len({row.index("article") for row in rows}) == 1


def test_a_list_is_read_by_programs() -> None:
    table = list(csv.DictReader(io.StringIO(listed("places", "--format", "csv").stdout)))
    records = json.loads(listed("places", "--format", "json").stdout)
    assert len(table) == len(records) > 10
    assert [row["place_id"] for row in table] == [record["place_id"] for record in records]
    assert [int(row["claims"]) for row in table] == [record["claims"] for record in records]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("table", ""),
        ("csv", "source_id,publisher,kind,published,claims,title\n"),
        ("json", "[\n]\n"),
    ],
)
def test_a_list_without_a_row_says_so_and_what_may_be_meant(form: str, printed: str) -> None:
    result = listed("sources", "rudow", "--format", form)
    assert (result.exit_code, result.stdout) == (0, printed)
    assert result.stderr.startswith(
        "Nothing among the sources of convoy-2017 holds “rudow”: choose one of rudaw-2017-08-29, "
    )


def test_a_list_in_an_unknown_form_is_refused() -> None:
    completed = contested("list", "claims", "--format", "xls")
    assert completed.returncode == 1
    assert completed.stderr.startswith("format: 'xls'; table or csv or json; ")


def test_a_list_turns_no_terminal_round(case: Case) -> None:
    case.change("claims", "c022", phrase="a\u202eb")
    result = listed("claims", "c022", "--case", str(case.folder))
    assert "\u202e" not in result.stdout
    assert "a\N{REPLACEMENT CHARACTER}b" in result.stdout


def test_each_wrong_parameter_of_a_report_is_a_line() -> None:
    before = sorted(REPORTS.glob("*")) if REPORTS.exists() else []
    completed = contested("report", "as_of=yesterday", "sorces=x", "claimants")
    assert completed.returncode == 1
    assert completed.stdout == ""
    assert sorted(completed.stderr.splitlines()) == sorted(
        [
            "parameter: 'claimants'; name=value; put = between them",
            "as_of: 'yesterday'; a day that exists; write year-month-day",
            "sorces: no such parameter; a parameter of the notebooks; did you mean sources?",
        ]
    )
    assert (sorted(REPORTS.glob("*")) if REPORTS.exists() else []) == before


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        (
            "claimants=coaliton",
            "claimants: 'coaliton'; one that the case has; did you mean coalition?",
        ),
        ("case=nowhere", "case: 'nowhere'; a case or a folder; "),
        ("as_of=2010-01-01", "as_of: '2010-01-01'; "),
        ("start=2017-09-31", "start: '2017-09-31'; a day that exists; write year-month-day"),
    ],
)
def test_an_impossible_report_says_why_before_anything_runs(parameter: str, message: str) -> None:
    completed = contested("report", parameter)
    assert completed.returncode == 1
    assert completed.stdout == ""
    (line,) = completed.stderr.splitlines()
    assert line.startswith(message)


def test_a_report_goes_nowhere_where_something_else_lies(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    completed = contested("report", "--out", str(tmp_path))
    assert completed.returncode == 1
    (line,) = completed.stderr.splitlines()
    assert line.startswith("out: ")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_all_that_is_wrong_with_a_report_is_said_at_once(tmp_path: Path) -> None:
    options = ("--notebooks", "casualtys,map", "--formats", "pdff", "--out", str(tmp_path / "x"))
    completed = contested("report", "as_of=soon", *options)
    assert completed.returncode == 1
    lines = completed.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["formats", "notebooks", "as_of"]
    assert lines[1].endswith("did you mean casualties?")
    assert list(tmp_path.iterdir()) == []


def test_an_incomplete_report_says_where_it_is_and_what_failed(tmp_path: Path) -> None:
    cells = [markdown("# About dust"), code("parameters", PARAMETERS, "parameters")]
    notebook(tmp_path / "dust.ipynb", [*cells, code("wrong", "1 / 0")])
    completed = contested(
        *("report", f"case={FERRY}", "--notebooks", str(tmp_path / "dust.ipynb")),
        *("--formats", "html", "--out", str(tmp_path / "report")),
    )
    assert completed.returncode == 1
    assert completed.stdout.endswith("report/report.html\n")
    assert "ZeroDivisionError: division by zero" in completed.stderr
    assert "report/notebooks/dust.ipynb" in completed.stderr
    assert "ZeroDivisionError" in (tmp_path / "report" / "report.html").read_text("utf-8")


def test_an_unknown_form_of_a_report_is_refused_before_anything_runs() -> None:
    completed = contested("report", "--formats", "html,docs")
    assert completed.returncode == 1
    assert completed.stderr == "formats: 'docs'; html or pdf or docx; did you mean docx?\n"


def test_claims_are_cited_in_the_form_that_is_named(case: Case) -> None:
    queries = ["cite", "c001", "c005", "--case", str(case.folder)]
    result = CliRunner().invoke(cli.app, [*queries, "--as", "csl"])
    assert result.exit_code == 0
    assert [item["id"] for item in json.loads(result.stdout)] == [
        "line-2031-03-04",
        "post-2031-03-05",
    ]
    whole = CliRunner().invoke(cli.app, queries)
    assert "@online{line-2031-03-04," in whole.stdout
    assert whole.stdout.startswith(say(case.load(), "c001").text)


def test_an_unknown_claim_is_a_single_line_with_the_nearest() -> None:
    completed = contested("cite", "c0003")
    assert completed.returncode == 1
    (line,) = completed.stderr.splitlines()
    assert re.fullmatch(r"claim: 'c0003'; a claim of the case; did you mean c\d03\?", line)


def test_all_that_is_wrong_with_a_figure_is_said_at_once() -> None:
    completed = contested(
        "figure", "casualtys/toll", "--width", "89", "--format", "eps", "as_off=1"
    )
    assert completed.returncode == 1
    assert completed.stdout == ""
    assert [line.split(":")[0] for line in completed.stderr.splitlines()] == [
        "figure",
        "as_off",
        "width",
        "format",
    ]


def test_a_figure_is_written_and_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ferry: Timeline
) -> None:
    from analysis import charts
    from analysis.report import one_chart
    from analysis.report.document import Figure

    chart = charts.evidence_by_day(ferry, "Days")
    drawn = Figure("days", "days", chart.svg(), b"", chart.alt, "", chart.title)
    monkeypatch.setattr(one_chart, "extract", lambda *_: drawn)
    queries = ["figure", "chronology/evidence-days", "--out"]
    result = CliRunner().invoke(cli.app, [*queries, str(tmp_path / "a.png")])
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path}/a.png\n")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    (tmp_path / "file").write_text("")
    refused = CliRunner().invoke(cli.app, [*queries, str(tmp_path / "file" / "a.svg")])
    assert isinstance(refused.exception, Invalid)
    (problem,) = refused.exception.problems
    assert problem.where == "out"
    assert str(tmp_path / "file" / "a.svg") in problem.value


def test_a_file_that_cannot_be_opened_is_a_single_line(case: Case) -> None:
    case.path("claims").unlink()
    completed = contested("check", str(case.folder))
    assert completed.returncode == 1
    assert "claims.csv" in completed.stderr
    assert "Traceback" not in completed.stderr


def test_a_description_that_is_no_json_is_a_single_line(case: Case) -> None:
    case.describe(lambda raw: raw[:-20])
    completed = contested("check", str(case.folder))
    assert completed.returncode == 1
    (line,) = completed.stderr.splitlines()
    assert "datapackage.json" in line


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "cases" / "ferry-2031", tmp_path / "ferry-2031")
    completed = contested("check", "ferry-2031", "convoy-2017", folder=tmp_path)
    assert completed.returncode == 0, completed.stderr
    names = [line.split(":")[0] for line in completed.stdout.splitlines()]
    assert names == ["ferry-2031", "convoy-2017"]


def test_what_is_refused_is_said_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [Problem("a", "b", "c", "d"), Problem("e", "f", "g", "h")]

    def refuse() -> None:
        raise Invalid(problems)

    monkeypatch.setattr(cli, "app", refuse)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    assert capsys.readouterr().err == "a: b; c; d\ne: f; g; h\n"


def test_a_file_of_the_system_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise PermissionError(13, "Permission denied", "claims.csv")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    assert capsys.readouterr().err == "claims.csv: Permission denied\n"


def test_check_proposes_what_has_to_be_judged_and_is_well(case: Case) -> None:
    case.drop("disputes", "d001").drop("disputes", "d003")
    completed = CliRunner().invoke(cli.app, ["check", str(case.folder)])
    assert completed.exit_code == 0
    assert completed.output.splitlines()[1:] == [
        "2 contradictions to be judged in disputes.csv:",
        "- These cannot all be true: c001 (Alba Line: 212 people, 4 March 2031), c010 (North Wire: "
        "more than 220 people, 4 March 2031) and c023 (Transport Ministry: 218 people, 4 March "
        f"2031). To record it: contested dispute c001 c010 --case {case.folder} "
        '--open "How many people aboard?"',
        "- The parts do not add up to the whole, which comes first: c014 (Coastguard: 11 sorties, "
        "4 March 2031), c011 (Coastguard: 6 sorties, 4 March 2031) and c012 (Coastguard: 4 "
        f"sorties, 4 March 2031). To record it: contested dispute c014 c011 --case {case.folder} "
        '--open "How many lifeboat sorties?"',
    ]
    strict = CliRunner().invoke(cli.app, ["check", "--strict", str(case.folder)])
    assert (strict.exit_code, strict.output) == (1, completed.output)


def test_a_dispute_is_recorded_with_its_whole_group_and_is_quiet_then(case: Case) -> None:
    case.drop("disputes", "d001")
    words = ["dispute", "c023", "c001", "--case", str(case.folder)]
    completed = CliRunner().invoke(cli.app, [*words, "--open", "How many were aboard?"])
    assert completed.output == (
        "d004 is recorded as open, the whole group of 3 claims: c001, c010, c023.\n"
    )
    row = case.rows("disputes")[-1]
    assert {**row, "date": ""} == {
        "dispute_id": "d004",
        "raised_by": "conflict",
        "claims": "c001|c010|c023",
        "title": "How many were aboard?",
        "state": "open",
        "reason": "",
        "by": "coder",
        "date": "",
        "fingerprint": "90ac5e79",
    }
    assert CliRunner().invoke(cli.app, ["check", "--strict", str(case.folder)]).exit_code == 0
    explained = [*words, "--explain", "They count at two ports.", "--by", "editor"]
    assert CliRunner().invoke(cli.app, explained).exit_code == 0
    again = case.rows("disputes")[-1]
    assert [again[name] for name in ("title", "state", "reason", "by")] == [
        "How many were aboard?",
        "explained",
        "They count at two ports.",
        "editor",
    ]


def test_a_changed_claim_opens_its_dispute_again_until_it_is_judged(case: Case) -> None:
    case.change("claims", "c026", covers="2031-03-02")
    strict = ["check", "--strict", str(case.folder)]
    completed = CliRunner().invoke(cli.app, strict)
    assert completed.exit_code == 1
    assert "d002 is open again, since its claims have changed" in completed.output
    assert "(or --explain or --unresolvable with the reason" in completed.output
    words = ["dispute", "c025", "c026", "--case", str(case.folder), "--unresolvable", "no log"]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    assert CliRunner().invoke(cli.app, strict).exit_code == 0
    assert len(case.rows("disputes")) == 3


def test_claims_that_no_check_brings_together_are_a_dispute_of_the_coder(case: Case) -> None:
    words = ["dispute", "c002", "c003", "--case", str(case.folder), "--explain", "one list"]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    row = case.rows("disputes")[-1]
    assert (row["raised_by"], row["claims"], row["title"]) == (
        "coder",
        "c002|c003",
        "How many cars on deck?",
    )
    assert case.problems() == []


# what is typed after the claims, the problems that are printed
UNCLEAR = [
    (["c001", "c010"], "dispute: no judgement; one of three; "),
    (["c001", "c010", "--open", "How many"], "open: 'How many'; a question; end it with ?"),
    (["c001", "c010", "--explain", "a", "--unresolvable", "b"], "dispute: explained and unreso"),
    (["c001", "c010", "--explain", "a\nb"], "explain: 'a\\nb'; one line without blanks"),
    (["c001", "c010", "--explain", "a", "--by", "A B"], "by: 'A B'; a role in small letters"),
    (["c001", "--explain", "a"], "claims: 1 claim; two or more claims; name another"),
    (["c1", "c010", "--explain", "a"], "claims: 'c1'; a claim of the case; did you mean c001?"),
]


@pytest.mark.parametrize(("typed", "printed"), UNCLEAR, ids=[row[1][:24] for row in UNCLEAR])
def test_a_judgement_that_is_unclear_changes_nothing(
    case: Case, typed: list[str], printed: str
) -> None:
    before = case.hash()
    completed = contested("dispute", *typed, "--case", str(case.folder))
    assert completed.returncode == 1
    assert completed.stderr.startswith(printed)
    assert case.hash() == before


def test_rows_of_a_data_set_out_of_their_order_are_flags(case: Case) -> None:
    case.change("sources", "line-2031-03-04", kind="dataset")
    numbers = {"hedge": "estimate", "stated": "9", "phrase": ""}
    case.change("claims", "c001", **numbers, low="1", high="3", counts="level")
    case.change("claims", "c002", **numbers, low="12", high="10")
    completed = CliRunner().invoke(cli.app, ["check", "--strict", str(case.folder)])
    assert "2 rows whose figures break their own order of low, best and high" in completed.output
    assert "- claims.csv, line 3: best 9, low 12, high 10" in completed.output
    assert "problem" not in completed.output.splitlines()[0]
