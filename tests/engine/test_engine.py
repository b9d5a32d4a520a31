"""Notebooks run in kernels of their own, real ones, forked and started anew."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest
from conftest import PATIENCE, unmeasured
from reporting import Cell, code, notebook

from analysis.engine import Job, JobResult, Limits, Step, engine, standard_error
from analysis.engine.errors import EngineError
from analysis.engine.forked import forking
from analysis.engine.kernel import forget_shadowed
from analysis.engine.plain import started
from analysis.errors import Problem

PARAMETERS = code("parameters", "number = 1", "parameters")
MARK = "ENGINE_TEST_MARK"
WAYS = [pytest.param(False, id="forked"), pytest.param(True, id="plain")]
EACH = pytest.mark.parametrize("plain", WAYS)
PEEK = "import os; print(number, os.getpid(), os.environ.get('COLOUR'), os.environ.get('SHAPE'))"
CHILD = 'subprocess.run([sys.executable, "-c", "held = bytearray({})"], check=True)'
AT_TESTS = {"PYTHONPATH": str(Path(__file__).parents[1])}
KILLING = """\
import os
from ipykernel.kernelapp import IPKernelApp
IPKernelApp.{method} = lambda *_: os.kill(os.getpid(), 9)
"""
UNWELCOMING = """\
from ipykernel.iostream import IOPubThread
IOPubThread._send_welcome_message = lambda *_: None
"""
CHILDREN = """\
import subprocess, sys
subprocess.Popen(["sleep", "6000"])
subprocess.Popen(["sleep", "6000"], start_new_session=True)
print(number)
"""


def written(path: Path) -> str:
    """All that the cells of a notebook printed."""
    data = json.loads(path.read_text(encoding="utf-8"))
    outputs = [o for cell in data["cells"] for o in cell.get("outputs", ())]
    return "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream")


def errors(path: Path) -> list[str]:
    """The errors that the cells of a notebook show."""
    data = json.loads(path.read_text(encoding="utf-8"))
    outputs = [o for cell in data["cells"] for o in cell.get("outputs", ())]
    return [o["ename"] for o in outputs if o["output_type"] == "error"]


def step(folder: Path, name: str, *sources: str) -> Step:
    cells: list[Cell] = [code(f"c{n}", source) for n, source in enumerate(sources)]
    source = notebook(folder / "in" / f"{name}.ipynb", [PARAMETERS, *cells])
    return Step(source, folder / "out" / f"{name}.ipynb", {"number": 7})


def job(folder: Path, name: str, *sources: str, **more: Any) -> Job:
    return Job(name, (step(folder, name, *sources),), **more)


def refused(words: str) -> AbstractContextManager[Any]:
    return pytest.raises(EngineError, match=words)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def marked(mark: str) -> list[psutil.Process]:
    """Processes that run and have inherited a mark."""
    matches = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.pid != os.getpid():
                matches.append(process)
        except psutil.Error:
            continue
    return matches


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for temporary files, whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="e-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module", params=WAYS)
def ended(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, JobResult]:
    """Jobs of every kind, two at a time."""
    folder = tmp_path_factory.mktemp("engine")
    row = {"path": str(folder / "written.txt"), "data": "all went well"}
    writes: dict[str, Any] = {"then": "engine_then:write", "arguments": row}
    jobs = [
        job(folder, "red", PEEK, environment={"COLOUR": "red"}),
        job(folder, "blue", PEEK, environment={"COLOUR": "blue", "SHAPE": "round"}),
        job(folder, "plain", PEEK),
        job(folder, "wrong", "print('so far')", "{}['key']", "1"),
        job(folder, "syntax", "1 +"),
        job(folder, "dead", "import os; os._exit(3)"),
        job(folder, "children", CHILDREN),
        Job("missing", (Step(folder / "in" / "missing.ipynb", folder / "out" / "m.ipynb"),)),
        Job("two", (step(folder, "one", "1"), step(folder, "two", "1")), **writes),
        Job("stops", (step(folder, "good", "1"), step(folder, "bad", "1/0"), step(folder, "no"))),
        job(folder, "bad_then", "1", then="engine_then:fail"),
        job(folder, "dead_then", "1", then="engine_then:die"),
        job(folder, "numpy", "import numpy, random; print(numpy.random.rand(), random.random())"),
        job(folder, "again", "import numpy, random; print(numpy.random.rand(), random.random())"),
        job(folder, "flags", PEEK, environment={"PYTHONHASHSEED": "5", "COLOUR": "flag"}),
    ]
    path = {"PYTHONPATH": str(Path(__file__).parents[1]), MARK: str(folder)}
    preload = ("numpy.random", "analysis.engine")
    with engine(2, preload=preload, environment=path, plain=request.param) as kernels:
        return {done.job.name: done for done in kernels.run(jobs)}


def out(ended: Mapping[str, JobResult], name: str) -> Path:
    return ended[name].job.steps[0].output


def test_every_job_ends_once(ended: Mapping[str, JobResult]) -> None:
    assert len(ended) == 15


def test_parameters_and_environment_reach_their_own_kernel_only(
    ended: Mapping[str, JobResult],
) -> None:
    texts = {name: written(out(ended, name)).split() for name in ("red", "blue", "plain", "flags")}
    assert {name: [words[0], *words[2:]] for name, words in texts.items()} == {
        "red": ["7", "red", "None"],
        "blue": ["7", "blue", "round"],
        "plain": ["7", "None", "None"],
        "flags": ["7", "flag", "None"],
    }
    assert "COLOUR" not in os.environ


def test_each_notebook_has_a_kernel_and_a_random_state_of_its_own(
    ended: Mapping[str, JobResult],
) -> None:
    kernels = {written(out(ended, name)).split()[1] for name in ("red", "blue", "plain")}
    assert len(kernels) == 3
    numbers = {*written(out(ended, "numpy")).split(), *written(out(ended, "again")).split()}
    assert len(numbers) == 4


@pytest.mark.parametrize(
    ("name", "kind", "error"),
    [
        ("red", "", ""),
        ("wrong", "failed", "cell 4: KeyError: 'key'"),
        ("syntax", "failed", "cell 3: SyntaxError: invalid syntax"),
        ("dead", "died", "cell 3: the kernel died (exit status 3)"),
        ("missing", "failed", "FileNotFoundError: "),
        ("stops", "failed", "cell 3: ZeroDivisionError: division by zero"),
        ("bad_then", "failed", "engine_then:fail: ValueError: no"),
        ("dead_then", "died", "its process died (killed by SIGKILL)"),
    ],
)
def test_an_error_is_in_its_own_words(
    ended: Mapping[str, JobResult], name: str, kind: str, error: str
) -> None:
    assert ended[name].error.startswith(error)
    assert "\n" not in ended[name].error
    assert (ended[name].kind, bool(ended[name].error)) == (kind, bool(kind))


def test_the_step_that_failed_is_named(ended: Mapping[str, JobResult]) -> None:
    assert ended["stops"].step == ended["stops"].job.steps[1]
    assert ended["two"].step is None


def test_a_job_stops_at_its_first_failure_and_is_followed_by_what_it_asks_for(
    ended: Mapping[str, JobResult],
) -> None:
    values = names(out(ended, "stops").parent)
    assert {"good.ipynb", "bad.ipynb.failed", "one.ipynb", "two.ipynb"} <= values
    assert values.isdisjoint({"bad.ipynb", "no.ipynb", "no.ipynb.failed"})
    path = Path(str(ended["two"].job.arguments["path"]))
    assert path.read_text(encoding="utf-8") == "all went well"


def test_only_what_went_well_has_its_final_name(ended: Mapping[str, JobResult]) -> None:
    values = names(out(ended, "red").parent)
    assert not [name for name in values if ".part." in name]
    assert {"wrong.ipynb", "syntax.ipynb", "dead.ipynb", "m.ipynb"}.isdisjoint(values)


@pytest.mark.parametrize(
    ("name", "types"), [("wrong", ["KeyError"]), ("dead", ["DeadKernelError"])]
)
def test_a_notebook_that_failed_is_written_with_its_error(
    ended: Mapping[str, JobResult], name: str, types: list[str]
) -> None:
    assert errors(ended[name].job.steps[0].failed) == types


def test_nothing_runs_once_all_have_ended(ended: Mapping[str, JobResult]) -> None:
    assert not ended["children"].error
    assert marked(str(out(ended, "red").parent.parent)) == []


@EACH
def test_nothing_to_run_is_nothing_done(plain: bool) -> None:
    with engine(1, plain=plain) as kernels:
        assert list(kernels.run([])) == []


@EACH
def test_what_is_written_on_standard_error_is_logged_with_the_name_of_the_job(
    plain: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Much of it holds nobody up, and of each job only the end is logged.

    What nbclient logs of a kernel that dies is not: it is the error of the job.
    """
    said = {"then": "engine_then:complain"}
    jobs = [
        job(tmp_path, "dead", "import os; os._exit(3)"),
        job(tmp_path, "loud", "1", arguments={"lines": 100_000}, **said),
        job(tmp_path, "low", "1", arguments={"lines": 2}, **said),
        job(tmp_path, "still", "1"),
    ]
    with engine(2, environment=AT_TESTS, plain=plain) as kernels:
        done = {item.job.name: item for item in kernels.run(jobs)}
    assert [name for name, item in sorted(done.items()) if item.error] == ["dead"]
    logged = [record.getMessage() for record in caplog.records]
    assert [line for line in logged if line.startswith("low: ")] == ["low: line 0", "low: line 1"]
    loud = [line for line in logged if line.startswith("loud: ")]
    assert loud[-1] == "loud: line 99999"
    assert len(loud) == standard_error.LINES
    assert len(logged) == len(loud) + 2


LEAVES = """\
import builtins, os, random, sys
import numpy as np
os.environ["LITTER"] = "left"; builtins.litter = 1; sys.modules["litter"] = sys
sys.path.insert(0, "x"); os.chdir("/")
random.seed(0); np.random.seed(0); np.set_printoptions(precision=1)
"""
FINDS = """\
import builtins, os, random, sys, tempfile
import numpy as np
left = [os.environ.get("LITTER"), hasattr(builtins, "litter"), "litter" in sys.modules]
left.append("x" in sys.path)
precision = np.get_printoptions()["precision"]
print(os.getppid(), left, os.getcwd(), precision, os.environ.get("COLOUR"))
print(random.random(), np.random.rand())
"""


def test_jobs_of_the_same_process_see_nothing_of_each_other(tmp_path: Path) -> None:
    """Neither what a notebook leaves nor what follows it; one that fails is the last of it."""
    litters: dict[str, Any] = {"then": "engine_then:litter"}
    jobs = [
        job(tmp_path, "first", LEAVES, FINDS.splitlines()[0] + "\nprint(os.getppid())", **litters),
        job(tmp_path, "second", FINDS, environment={"COLOUR": "red"}, **litters),
        job(tmp_path, "third", FINDS),
        job(tmp_path, "fails", "1 / 0"),
        job(tmp_path, "after", FINDS),
    ]
    preload = ("numpy.random",)
    with engine(1, preload=preload, environment=AT_TESTS) as kernels:
        done = {item.job.name: item for item in kernels.run(jobs)}
    assert {name for name, item in done.items() if item.error} == {"fails"}
    said = {name: written(out(done, name)).splitlines() for name in ("second", "third", "after")}
    clean = f"[None, False, False, False] {os.getcwd()} 8"
    first = written(out(done, "first")).strip()
    assert said["second"][0] == f"{first} {clean} red"
    assert said["third"][0] == f"{first} {clean} None"
    assert said["after"][0].endswith(f"{clean} None")
    assert not said["after"][0].startswith(f"{first} ")
    numbers = [number for lines in said.values() for number in lines[1].split()]
    assert len(set(numbers)) == 2 * len(said)


@EACH
def test_what_hangs_is_ended_and_written_with_the_cell_that_hung(
    plain: bool, tmp_path: Path
) -> None:
    jobs = [
        job(tmp_path, "sleeps", "import time", "time.sleep(6000)"),
        job(
            tmp_path,
            "deaf",
            "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        ),
        job(tmp_path, "then", "1", then="engine_then:hang"),
    ]
    path = {"PYTHONPATH": str(Path(__file__).parents[1])}
    with engine(3, Limits(timeout=8), environment=path, plain=plain) as kernels:
        done = {item.job.name: item for item in kernels.run(jobs)}
    assert {item.kind for item in done.values()} == {"timed out"}
    assert done["sleeps"].error == "cell 4: timed out after 8 s"
    assert errors(done["sleeps"].job.steps[0].failed) == ["KeyboardInterrupt"]
    assert errors(done["deaf"].job.steps[0].failed) == ["DeadKernelError"]
    assert done["then"].job.steps[0].output.exists()


@EACH
def test_what_no_interrupt_ends_is_ended_by_force(
    plain: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last moment, which is far off: a kernel may take a minute to start."""
    (tmp_path / "hasty.py").write_text("import analysis.engine.serving as s; s.LAST = 1\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[1]}")
    monkeypatch.setattr("analysis.engine.plain.LAST", 1)
    jobs = [job(tmp_path, "ignores", "1", then="engine_then:ignore")]
    with engine(1, Limits(timeout=8), ("hasty",), plain=plain) as kernels:
        [done] = kernels.run(jobs)
    assert (done.kind, done.error) == ("timed out", "timed out after 8 s")


@EACH
@pytest.mark.parametrize("most", [64_000_000, 512_000_000, 2_000_000_000])
def test_what_takes_too_much_memory_fails_alone(plain: bool, most: int, tmp_path: Path) -> None:
    """Counted is what the notebook takes, not what its kernel was forked with."""
    jobs = [
        job(tmp_path, "greedy", "print('so far')", f"held = bytearray({most + 400_000_000})"),
        job(tmp_path, "modest", f"held = bytearray({most // 4})"),
        job(tmp_path, "child", f"import subprocess, sys\n{CHILD.format(most + 4_000_000_000)}"),
    ]
    preload = ("pandas", "pyarrow", "matplotlib.pyplot")
    limits = Limits(memory=most, timeout=PATIENCE)
    with engine(2, limits, preload, "engine_then:reserve", AT_TESTS, plain=plain) as kernels:
        done = {item.job.name: item for item in kernels.run(jobs)}
    assert {name: item.kind for name, item in done.items()} == {
        "greedy": "memory",
        "modest": "",
        "child": "failed",
    }
    assert errors(done["greedy"].job.steps[0].failed) == ["MemoryError"]


@EACH
def test_jobs_are_taken_only_when_they_can_soon_be_run(plain: bool, tmp_path: Path) -> None:
    taken = []

    def jobs() -> Iterator[Job]:
        for n in range(4):
            taken.append(n)
            yield job(tmp_path, str(n), "1")

    with engine(1, plain=plain) as kernels:
        running = kernels.run(jobs())
        next(running)
        assert len(taken) <= 3
        running.close()  # type: ignore[attr-defined]
        assert [done.kind for done in kernels.run([job(tmp_path, "more", "1")])] == [""]


@contextmanager
def running(folder: Path, place: Path, plain: bool) -> Iterator[subprocess.Popen[str]]:
    """A program in the middle of a job whose notebook has started processes of its own.

    Whatever happens to it, nothing of it is left when the test ends.
    """
    result = step(
        folder, "hangs", CHILDREN, "open('ready', 'w').close()", "import time; time.sleep(6000)"
    )
    program = f"""
from pathlib import Path
from analysis.engine import Job, Step, engine
with engine(2, plain={plain}) as kernels:
    for done in kernels.run([Job("j", (Step(Path({str(result.notebook)!r}), Path("o.ipynb")),))]):
        print(done.kind, flush=True)
    for done in kernels.run([Job("k", (Step(Path({str(result.notebook)!r}), Path("p/o.ipynb")),))]):
        print(done.kind, flush=True)
"""
    os.mkfifo(folder / "ready")
    environment = {**unmeasured(), MARK: str(folder), "TMPDIR": str(place)}
    command = [sys.executable, "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=pipe) as process:
        try:
            (folder / "ready").read_bytes()  # ends when the notebook opens and closes it
            yield process
        finally:
            process.kill()
            for left in marked(str(folder)):
                left.kill()


@EACH
def test_nothing_outlives_a_parent_that_is_killed(plain: bool, tmp_path: Path, place: Path) -> None:
    with running(tmp_path, place, plain) as parent:
        processes = marked(str(tmp_path))
        assert len([p for p in processes if p.name() == "sleep"]) == 2
        parent.kill()
        parent.communicate()
        assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []
        assert marked(str(tmp_path)) == []
        assert names(place) == set()


def _of(processes: list[psutil.Process], parent: int, depth: int) -> psutil.Process:
    """The process so many generations below the parent, `sleep` and waiting stubs aside."""
    for _ in range(depth):
        below = [p for p in processes if p.ppid() == parent and p.name() != "sleep"]
        parent = max(below, key=lambda process: process.num_threads()).pid
    return psutil.Process(parent)


FORKED = ["cleaner", "zygote", "client", "kernel"]
ANEW = ["client", "kernel"]
"""The processes of a job, each the child of the one before it."""
KILLED = [(False, depth, name) for depth, name in enumerate(FORKED, 1)]
KILLED += [(True, depth, name) for depth, name in enumerate(ANEW, 1)]


@pytest.mark.parametrize(
    ("plain", "depth"),
    [
        pytest.param(plain, depth, id=f"{name}-{'plain' if plain else 'forked'}")
        for plain, depth, name in KILLED
    ],
)
def test_whichever_process_is_killed_the_others_clean_up_and_go_on(
    plain: bool, depth: int, tmp_path: Path, place: Path
) -> None:
    with running(tmp_path, place, plain) as parent:
        processes = marked(str(tmp_path))
        sleeping = [process for process in processes if process.name() == "sleep"]
        _of(processes, parent.pid, depth).kill()
        assert parent.stdout is not None
        assert parent.stdout.readline().strip() == "died"
        assert psutil.wait_procs(sleeping, timeout=PATIENCE)[1] == []
        (tmp_path / "ready").read_bytes()  # the next job runs
        parent.send_signal(signal.SIGINT)
        parent.communicate()
        assert marked(str(tmp_path)) == []
        assert names(place) == set()


def test_what_cannot_be_imported_is_refused() -> None:
    missing = "ModuleNotFoundError: No module named 'no_such_module'"
    with engine(1, preload=("no_such_module",), plain=False) as kernels, refused(missing):
        list(kernels.run([Job("any", ())]))


def without_prlimit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("resource.prlimit")


def without_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)


def on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")


@pytest.mark.parametrize("system", [on_macos, without_prlimit, without_resource])
def test_a_limit_on_memory_is_refused_where_no_system_keeps_it(
    system: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, whichever way an engine is made; nothing is begun, and a time limit is kept."""
    system(monkeypatch)
    limits = Limits(memory=1 << 30)
    ways: list[Callable[[], object]] = [
        limits.check,
        lambda: engine(limits=limits),
        lambda: engine(limits=limits, plain=True),
        lambda: engine(limits=limits, plain=False),
        started(1, limits, {}).__enter__,
        forking(1, limits, (), "", {}).__enter__,
    ]
    for way in ways:
        with pytest.raises(EngineError) as error:
            way()
        assert str(error.value) == "memory limit: no Linux; a system that keeps it; leave it out"
    Limits(timeout=3.0).check()


def test_an_error_of_the_engine_comes_whole_out_of_another_process() -> None:
    error = EngineError([Problem("engine", "it was killed", "a process", "start again")])
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.problems) == (EngineError, error.problems)


def test_a_module_is_forgotten_only_where_another_file_hides_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one whose own file is gone, and where the folder is."""
    for name, file in (("hidden_one", "gone/hidden_one.py"), ("same_one", "same_one.py")):
        module = ModuleType(name)
        module.__file__ = str(tmp_path / file)
        monkeypatch.setitem(sys.modules, name, module)
        (tmp_path / f"{name}.py").touch()
    forget_shadowed(tmp_path / "nowhere", ())
    assert "hidden_one" in sys.modules
    forget_shadowed(tmp_path, ())
    assert "hidden_one" not in sys.modules
    assert "same_one" in sys.modules


AWAY = """\
import os, sys, traceback
for name in ("fork", "forkpty", "register_at_fork", "waitid", "P_ALL", "P_PID", "P_PGID"):
    vars(os).pop(name, None)
def see(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and str(arguments[0]).startswith("/proc"):
        frames = traceback.extract_stack()
        with_psutil = any(os.sep + "psutil" + os.sep in frame.filename for frame in frames)
        ours = [f for f in frames if os.sep + "analysis" + os.sep + "engine" in f.filename]
        if ours and not with_psutil:
            with open(os.environ["SEEN"], "a") as file:
                file.write(f"{arguments[0]}: {ours[-1].filename}:{ours[-1].lineno}\\n")
sys.addaudithook(see)
"""
"""A stand-in for a system without fork: read by every interpreter when it starts."""
ELSEWHERE = """\
import os, sys
from pathlib import Path
from analysis.engine import Job, Limits, Step, engine
assert not hasattr(os, "fork") and not hasattr(os, "waitid")
source, out, dead = map(Path, sys.argv[1:])
jobs = [
    Job("good", (Step(source, out / "good.ipynb", {"number": 7}),)),
    Job("died", (Step(dead, out / "died.ipynb"),)),
]
with engine(2, Limits(timeout=500), plain=True) as kernels:
    for done in sorted(kernels.run(jobs), key=lambda done: done.job.name):
        print(done.job.name, done.kind or "well")
"""


def test_jobs_run_on_a_system_without_fork_and_without_proc(tmp_path: Path) -> None:
    """As on macOS before Python 3.13, and on Windows, as far as Linux can be made to look so."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(AWAY, encoding="utf-8")
    (tmp_path / "seen").touch()
    good, dead = (
        step(tmp_path, "good", PEEK, CHILDREN),
        step(tmp_path, "dead", "import os; os._exit(3)"),
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "site"),
        "SEEN": str(tmp_path / "seen"),
        MARK: str(tmp_path),
    }
    paths = [str(path) for path in (good.notebook, good.output.parent, dead.notebook)]
    command = [sys.executable, "-c", ELSEWHERE, *paths]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.stdout.split("\n") == ["died died", "good well", ""], done.stderr
    assert written(good.output).split()[0] == "7"
    assert marked(str(tmp_path)) == []
    assert (tmp_path / "seen").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("method", ["initialize", "start"])
def test_a_kernel_that_is_killed_as_it_starts_has_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """Before it says that it is ready, and between that and its first answer."""
    module = tmp_path / "killing.py"
    module.write_text(KILLING.format(method=method), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with engine(1, preload=("killing",)) as kernels:
        [done] = kernels.run([job(tmp_path, "killed", "1")])
    assert (done.kind, done.error) == ("died", "the kernel died (killed by SIGKILL)")


def test_a_kernel_that_says_no_welcome_is_queried_for_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one does not whose event of a subscription is taken away by a message that it sends."""
    (tmp_path / "unwelcoming.py").write_text(UNWELCOMING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    printing = "import ipykernel.iostream as i; print(i.IOPubThread._send_welcome_message.__name__)"
    with engine(1, preload=("unwelcoming",)) as kernels:
        [done] = kernels.run([job(tmp_path, "asked", printing)])
    assert not done.error
    assert written(done.job.steps[0].output) == "<lambda>\n"


DEAF = """\
import time
while True:
    try:
        time.sleep(6000)
    except KeyboardInterrupt:
        pass
"""


def test_what_the_engine_ends_itself_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not also by the client that waited for it."""
    with engine(1, Limits(timeout=8)) as kernels:
        [done] = kernels.run([job(tmp_path, "deaf", DEAF)])
    assert (done.kind, done.error) == ("timed out", "cell 3: timed out after 8 s")
    assert caplog.messages == []
