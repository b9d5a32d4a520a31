"""JupyterLab as the suite starts it: its settings, what is refused, what is only said."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Case

from analysis import cli
from analysis.errors import Invalid
from analysis.notebooks import lab
from analysis.paths import NOTEBOOKS

SCHEMAS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind((lab.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def contested(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "lab", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def configured(**more: Path) -> dict[str, str]:
    """The settings on the command line of JupyterLab, by name."""
    lines = lab.arguments(9000, "secret", opened=False, **more)
    return dict(line.removeprefix("--").split("=", 1) for line in lines)


def test_it_is_open_to_this_machine_alone_and_to_who_has_the_token() -> None:
    assert configured()["ServerApp.ip"] == "127.0.0.1"
    assert configured()["IdentityProvider.token"] == "secret"
    assert (configured()["ServerApp.port"], configured()["ServerApp.port_retries"]) == ("9000", "0")


def test_it_begins_with_the_start_page_of_the_notebooks() -> None:
    assert Path(configured()["ServerApp.root_dir"]) == NOTEBOOKS
    assert configured()["LabApp.default_url"] == "/lab/tree/README.ipynb"
    assert (NOTEBOOKS / "README.ipynb").is_file()
    assert lab.address(9000, "secret") == (
        "http://127.0.0.1:9000/lab/tree/README.ipynb?token=secret"
    )


def test_another_folder_begins_where_jupyterlab_begins(tmp_path: Path) -> None:
    assert Path(configured(folder=tmp_path)["ServerApp.root_dir"]) == tmp_path
    assert configured(folder=tmp_path)["LabApp.default_url"] == "/lab"


def test_nothing_is_written_among_the_committed_files_or_the_configured_a_person() -> None:
    assert Path(configured()["LabApp.workspaces_dir"]).is_relative_to(sys.prefix)
    assert "LabApp.user_settings_dir" not in configured()


def test_jupyterlab_has_every_setting() -> None:
    settings = json.loads((lab.SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    for plugin, values in settings.items():
        package, _, name = plugin.partition(":")
        schema = json.loads((SCHEMAS / package / f"{name}.json").read_text(encoding="utf-8"))
        for key, value in values.items():
            known = schema["properties"][key]
            assert value in known.get("enum", [value])
            assert isinstance(value, bool) == (known["type"] == "boolean")


def test_a_port_in_use_is_named_with_another_that_is_free(taken: int) -> None:
    done = contested("--port", str(taken))
    assert done.returncode == 1
    pattern = (
        rf"port {taken}: in use by another program; a free port of this machine; "
        r"name another: contested lab --port (\d+)\n"
    )
    match = re.fullmatch(pattern, done.stderr)
    assert match
    lab.ready(int(match[1]))


def test_everything_that_is_missing_is_said_at_once(
    taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "find_spec", {"ipykernel": True}.get)
    with pytest.raises(Invalid) as refused:
        lab.ready(taken, tmp_path / "gone")
    first, second, third = refused.value.problems
    assert str(first) == f"jupyterlab: not installed; the server of the notebooks; {lab.INSTALL}"
    assert (second.where, second.value) == ("folder", repr(str(tmp_path / "gone")))
    assert third.where == f"port {taken}"


@pytest.mark.parametrize(
    ("raised", "words"),
    [(PermissionError(), "not for everybody to use"), (OSError(), "in use by another program")],
)
def test_a_port_that_cannot_be_had_says_why(
    raised: OSError, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(socket.socket):
        def bind(self, address: object) -> None:
            if address != (lab.HOST, 0):
                raise raised
            super().bind(address)

    monkeypatch.setattr(lab.socket, "socket", Closed)  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as refused:
        lab.ready(80)
    assert refused.value.problems[0].value == words


def test_a_case_that_fails_its_checks_is_said_in_a_line(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.change("claims", "c001", hedge="perhaps", speech="")
    monkeypatch.setattr(lab, "cases", lambda: (str(case.folder),))
    (line,) = lab.doubts()
    assert line == (
        f"{case.folder}: {len(case.problems())} problems, so its notebooks will refuse it; "
        f"see them: contested check {case.folder}"
    )


def test_a_case_that_cannot_be_read_is_a_doubt_too(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.describe(lambda _: b"{")
    monkeypatch.setattr(lab, "cases", lambda: (str(case.folder),))
    (line,) = lab.doubts()
    assert f"{case.folder}: 1 problem, so" in line


def test_without_widgets_explore_is_said_to_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "cases", lambda: ())
    assert lab.doubts() == []
    monkeypatch.setattr(lab, "find_spec", {}.get)
    assert lab.doubts() == [
        f"ipywidgets: not installed, so explore shows no controls; {lab.INSTALL}"
    ]


@pytest.mark.parametrize(
    ("options", "available", "opened", "said"),
    [
        ([], True, "True", ""),
        ([], False, "False", "no browser was found on this machine; open the address yourself\n"),
        (["--no-browser"], True, "False", ""),
    ],
)
def test_a_browser_is_opened_if_there_is_any(
    options: list[str],
    available: bool,
    opened: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def get() -> None:
        if not available:
            raise webbrowser.Error("could not locate runnable browser")

    served: list[str] = []
    monkeypatch.setattr(lab.webbrowser, "get", get)  # type: ignore[attr-defined]
    monkeypatch.setattr(lab, "serve", served.extend)
    monkeypatch.setattr(lab, "doubts", list)
    port = lab._free()
    cli.app(["lab", "--port", str(port), *options], standalone_mode=False)
    assert f"--ServerApp.open_browser={opened}" in served
    token = next(line for line in served if "token" in line).partition("=")[2]
    assert capsys.readouterr().err == f"{said}{lab.address(port, token)}  (Ctrl-C ends it)\n"


def test_jupyterlab_is_started_with_the_programs_of_this_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from jupyterlab.labapp import LabApp

    started: list[list[str]] = []
    monkeypatch.setattr(LabApp, "launch_instance", lambda argv: started.append(argv))
    monkeypatch.setenv("PATH", "/elsewhere")
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    lab.serve(["--one"])
    assert started == [["--one"]]
    assert os.environ["PATH"] == os.pathsep.join([str(Path(sys.executable).parent), "/elsewhere"])
    assert os.environ["JUPYTER_PREFER_ENV_PATH"] == "1"


def test_what_the_start_page_tells_to_run_is_there() -> None:
    page = (NOTEBOOKS / "README.ipynb").read_text(encoding="utf-8")
    verbs = {c.callback.__name__ for c in cli.app.registered_commands if c.callback}
    named = set(re.findall(r"contested ([a-z]+)", page))
    assert "report" in named
    assert named <= verbs
    for link in re.findall(r"\]\(([\w./-]+)\)", page):
        assert (NOTEBOOKS / link).exists(), link
    for sweep in re.findall(r"sweeps/[\w-]+\.yaml", page):
        assert (NOTEBOOKS / sweep).is_file(), sweep
