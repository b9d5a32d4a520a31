"""Kernels forked for anybody who starts them by jupyter_client: papermill, nbclient, nbconvert."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import papermill
import psutil
import pytest
from conftest import MEASURING, PATIENCE, unmeasured
from jupyter_client.manager import AsyncKernelManager
from reporting import code, notebook

from analysis.engine.papermill_engine import PROVISIONER, ForkingKernelManager
from analysis.engine.provisioner import SERVERS, ForkedProvisioner

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fidelity"))
import compare

MARK = "PROVISIONER_TEST_MARK"
FORKED = "import os; print(os.getppid() != int(os.environ['JPY_PARENT_PID']))"
"""Whether the parent of a kernel is another process than the one that asked for it."""
LOOKS = """\
import json, os, sys
json.dump([sorted(sys.modules), dict(os.environ), sys.argv[:1], sys.orig_argv[:3], os.getcwd()],
    open({path!r}, "w"))
"""
STANDARD = {"difflib", "gc"}
"""Modules of the standard library that forking takes and a plain kernel does not."""
SLEEPERS = """\
import subprocess, sys
subprocess.Popen(["sleep", "6000"])
subprocess.Popen(["sleep", "6000"], start_new_session=True)
"""
HANGS = ("import time", SLEEPERS, "open('ready', 'w').close()", "time.sleep(6000)")


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """No server is left to the tests of other modules."""
    yield
    SERVERS.end()


def manager(name: str = PROVISIONER, **config: Any) -> AsyncKernelManager:
    """That of a kernel not started yet. config: settings of the provisioner."""
    started = AsyncKernelManager()
    assert started.kernel_spec is not None
    started.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": name}
    started.kernel_spec.metadata["kernel_provisioner"]["config"] = config
    return started


@asynccontextmanager
async def kernel(started: AsyncKernelManager, **launch: Any) -> AsyncIterator[Any]:
    """The client of a kernel that is ready, and that is gone at the end."""
    await started.start_kernel(**launch)
    client = started.client()
    client.start_channels()
    try:
        await client.wait_for_ready(PATIENCE)
        yield client
    finally:
        client.stop_channels()
        await started.shutdown_kernel(now=True)


async def printed(client: Any, source: str) -> str:
    """What a cell prints, or the name of its error."""
    texts: list[str] = []

    def see(message: Mapping[str, Any]) -> None:
        texts.append(message["content"].get("text", message["content"].get("ename", "")))

    await client.execute_interactive(source, output_hook=see, timeout=PATIENCE)
    return "".join(texts).strip()


def run(*sources: str, started: AsyncKernelManager | None = None) -> list[str]:
    """What cells print in one kernel."""

    async def execute() -> list[str]:
        async with kernel(started or manager()) as client:
            return [await printed(client, source) for source in sources]

    return asyncio.run(execute())


def process_of(started: AsyncKernelManager) -> Any:
    assert isinstance(started.provisioner, ForkedProvisioner)
    return started.provisioner.process


def looks(folder: Path, name: str, launch: Mapping[str, Any]) -> list[Any]:
    """What a cell sees of its process: modules, environment, command, folder."""
    path = folder / f"{name}.json"

    async def execute() -> None:
        async with kernel(manager(name), **launch) as client:
            await printed(client, LOOKS.format(path=str(path)))

    asyncio.run(execute())
    seen: list[Any] = json.loads(path.read_text(encoding="utf-8"))
    return seen


def test_each_kernel_is_forked_for_itself() -> None:
    first, second = (run(FORKED, "import os; print(os.getpid())") for _ in range(2))
    assert first[0] == second[0] == "True"
    assert first[1] != second[1]


def test_a_cell_sees_what_it_sees_in_a_kernel_that_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No module of ours, no variable of ours, the same command; the folder that was named."""
    for name in ("MPLBACKEND", *MEASURING):
        monkeypatch.delenv(name, raising=False)
    SERVERS.end()  # one that another test started may be measured, and its kernels see with what
    (tmp_path / "in").mkdir()
    launch = {"env": {**unmeasured(), "COLOUR": "red"}, "cwd": str(tmp_path / "in")}
    names = ("local-provisioner", PROVISIONER)
    started, forked = (looks(tmp_path, name, launch) for name in names)
    assert set(forked[0]) - set(started[0]) <= STANDARD
    assert set(started[0]) - set(forked[0]) <= {"runpy"}
    assert forked[1:] == started[1:]
    assert forked[1]["COLOUR"] == "red"
    assert forked[4] == str(tmp_path / "in")


def test_a_variable_that_an_interpreter_reads_as_it_starts_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = "import sys; print(sys.flags.hash_randomization, hash('claim'))"
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    first = run(FORKED, source)
    SERVERS.end()
    assert first == ["True", run(source)[0]]
    monkeypatch.setenv("PYTHONHASHSEED", "8")
    assert run(source) != first[1:]


def test_a_module_is_imported_before_only_where_it_is_named() -> None:
    source = "import sys; print('colorsys' in sys.modules)"
    assert run(source) == ["False"]
    assert run(source, FORKED, started=manager(preload=["colorsys"])) == ["True", "True"]


def test_a_library_with_threads_of_its_own_works_after_the_fork() -> None:
    """As many of them as in a kernel that imports it."""
    product = "import numpy as np, os; a = np.ones((700, 700)); print((a @ a).sum())"
    count = "print(len(os.listdir('/proc/self/task')))"
    forked = run(product, count, started=manager(preload=["numpy"]))
    assert forked == run(product, count, started=manager("local-provisioner"))
    assert forked[0] == "343000000.0"


def test_a_module_of_ours_is_there_for_who_asks_for_it() -> None:
    source = "import sys; print('analysis.errors' in sys.modules)"
    assert run(source, started=manager(preload=["analysis.errors"])) == ["True"]


def test_a_module_in_the_working_folder_goes_before_a_preloaded_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "click.py").write_text("mine = 1", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    source = "import click; print(click.mine)"
    assert run(source, started=manager(preload=["click"])) == ["1"]


def test_a_restart_gives_a_fresh_kernel() -> None:
    async def execute() -> None:
        started = manager()
        async with kernel(started) as client:
            first = await printed(client, "import os; left = 1; print(os.getpid())")
            await started.restart_kernel()
            await client.wait_for_ready(PATIENCE)
            assert await printed(client, "left") == "NameError"
            assert await printed(client, "print(os.getpid())") == "NameError"
            second = await printed(client, "import os; print(os.getpid())")
            assert first != second
            assert process_of(started).pid == int(second)
            assert not psutil.pid_exists(int(first))

    asyncio.run(execute())


def test_an_interrupt_ends_the_cell_and_what_it_waits_for() -> None:
    source = "import subprocess; print('runs', flush=True); subprocess.run(['sleep', '6000'])"

    async def execute() -> None:
        started = manager()
        interrupts: list[asyncio.Future[None]] = []
        ended = []

        def see(message: Mapping[str, Any]) -> None:
            if message["content"].get("text", "").strip() == "runs":
                interrupts.append(asyncio.ensure_future(started.interrupt_kernel()))
            ended.append(message["content"].get("ename"))

        async with kernel(started) as client:
            await client.execute_interactive(source, output_hook=see, timeout=PATIENCE)
            await asyncio.gather(*interrupts)
            assert "KeyboardInterrupt" in ended
            assert await started.is_alive()
            assert await printed(client, "print(7)") == "7"

    asyncio.run(execute())


def test_a_kernel_that_is_killed_is_gone() -> None:
    async def execute() -> Any:
        started = manager()
        async with kernel(started):
            process = process_of(started)
            assert process.poll() is None
        assert not await started.is_alive()
        return process

    process = asyncio.run(execute())
    assert process.returncode == -signal.SIGKILL
    assert process.wait() == -signal.SIGKILL
    assert not psutil.pid_exists(process.pid)


@pytest.mark.parametrize(
    ("ending", "status"), [("os._exit(3)", 3), ("os.kill(os.getpid(), 15)", -15)]
)
def test_the_status_of_a_kernel_is_that_of_its_process(ending: str, status: int) -> None:
    async def execute() -> None:
        started = manager()
        async with kernel(started) as client:
            process = process_of(started)
            client.execute(f"import os; {ending}")
            assert await asyncio.to_thread(process.wait, PATIENCE) == status
            assert not await started.is_alive()

    asyncio.run(execute())


def test_a_wait_for_a_kernel_that_runs_ends_with_its_time() -> None:
    async def execute() -> None:
        started = manager()
        async with kernel(started):
            with pytest.raises(subprocess.TimeoutExpired):
                process_of(started).wait(0)

    asyncio.run(execute())


def test_many_kernels_at_once() -> None:
    async def said(number: int) -> str:
        async with kernel(manager()) as client:
            return await printed(client, f"print({number})")

    async def execute() -> list[str]:
        return await asyncio.gather(*(said(number) for number in range(6)))

    assert asyncio.run(execute()) == [str(number) for number in range(6)]


def test_a_launch_that_is_cancelled_leaves_no_kernel(tmp_path: Path) -> None:
    """While the server still imports: it looks whether anybody waits before it forks."""
    (tmp_path / "slow.py").write_text(f"open({str(tmp_path / 'fifo')!r}).read()")
    os.mkfifo(tmp_path / "fifo")

    async def execute() -> None:
        started = manager(preload=["slow"])
        launch = asyncio.ensure_future(
            started.start_kernel(env={**os.environ, "PYTHONPATH": str(tmp_path)})
        )
        with await asyncio.to_thread(
            open, tmp_path / "fifo", "w"
        ):  # opens once the other side does
            launch.cancel()
            with pytest.raises(asyncio.CancelledError):
                await launch
        async with kernel(
            manager(preload=["slow"]), env={**os.environ, "PYTHONPATH": str(tmp_path)}
        ):
            servers = [psutil.Process(s.process.pid) for s in SERVERS.servers.values()]
            below = [c for server in servers for c in server.children(recursive=True)]
            assert len(below) == len(servers) + 1

    SERVERS.end()
    asyncio.run(execute())
    SERVERS.end()


def test_where_modules_cannot_be_imported_kernels_are_started(
    caplog: pytest.LogCaptureFixture,
) -> None:
    missing = "ModuleNotFoundError: No module named 'no_such_module'"
    assert run(FORKED, started=manager(preload=["no_such_module"])) == ["False"]
    [line] = caplog.messages
    assert line.startswith(f"A kernel is started, not forked: kernel: {missing}; ")


def test_where_the_system_cannot_fork_kernels_are_started(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "waitid")
    assert run(FORKED) == ["False"]
    [line] = caplog.messages
    assert "has no safe way to fork one" in line


def test_a_kernel_with_pipes_of_its_own_is_started() -> None:
    async def execute() -> None:
        started = manager()
        async with kernel(started, stdout=subprocess.DEVNULL) as client:
            assert await printed(client, FORKED) == "False"

    asyncio.run(execute())


def test_a_kernel_of_another_interpreter_is_started() -> None:
    started = manager()
    assert started.kernel_spec is not None
    started.kernel_spec.argv[0] = os.path.realpath(sys.executable)
    launch = ForkedProvisioner(kernel_id="", kernel_spec=started.kernel_spec)._launch
    assert launch([started.kernel_spec.argv[0], "-m", "ipykernel_launcher"], {}) is None
    assert launch([sys.executable, "-m", "bash_kernel"], {}) is None
    assert launch([sys.executable, "-m", "ipykernel_launcher"], {"cwd": "/no/such"}) is None
    assert launch([sys.executable, "-m", "ipykernel_launcher"], {}) is not None


def test_kernels_end_with_their_server_and_the_next_gets_another(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def execute() -> None:
        started = manager()
        async with kernel(started):
            [server] = SERVERS.servers.values()
            [zygote] = psutil.Process(server.process.pid).children()
            zygote.kill()
            process = process_of(started)
            assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL
            assert await asyncio.to_thread(server.process.wait, PATIENCE) == 0

    SERVERS.end()
    asyncio.run(execute())
    assert run(FORKED) == ["False"]
    assert [line for line in caplog.messages if "has ended" in line] == caplog.messages
    assert run(FORKED) == ["True"]


def papermill_command(*arguments: str, engine: str = "contested") -> list[str]:
    chosen = ["--engine", engine] if engine else []
    quiet = ["--no-progress-bar", "--log-level", "ERROR"]
    return [sys.executable, "-m", "papermill", *chosen, *quiet, *arguments]


def both_ways(
    folder: Path, sources: Sequence[str], *options: str
) -> list[subprocess.CompletedProcess[str]]:
    """How papermill's own engine and ours end for one notebook, under names that are compared."""
    cells = [code("parameters", "number = 1", "parameters")]
    cells += [code(f"c{place}", source) for place, source in enumerate(sources)]
    source = notebook(folder / "in.ipynb", cells)
    done = []
    for engine in ("", "contested"):
        command = papermill_command(str(source), str(folder / "out.ipynb"), *options, engine=engine)
        done.append(
            subprocess.run(command, cwd=folder, env=unmeasured(), capture_output=True, text=True)
        )
        (folder / "out.ipynb").rename(folder / f"{engine or 'plain'}.ipynb")
    return done


def comparable(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell; whether the number of one that ends its kernel gets out before that is chance."""
    return {**cell, "execution_count": None} if "os._exit" in cell["source"] else cell


def last_line(ended: subprocess.CompletedProcess[str]) -> list[str]:
    """The last that papermill writes on standard error about what went wrong; none if all is well.

    jupyter_client interrupts each kernel before it shuts it down; whether ipykernel is at a place
    where it remarks on that is chance, with either engine. So is what zmq says where a socket is
    closed while papermill ends.
    """
    if not ended.returncode:
        return []
    lines = [line for line in ended.stderr.splitlines() if line.strip()]
    return [line for line in lines if not line.startswith("[IPKernelApp]")][-1:]


@pytest.mark.parametrize(
    ("sources", "options", "status"),
    [
        (
            ["print(number)", "import sys; print('x', file=sys.stderr)", "number + 1"],
            ["-p", "number", "7"],
            0,
        ),
        (["print('so far')", "{}['key']", "1"], [], 1),
        (["1 +"], [], 1),
        (["print('so far')", "import os", "os._exit(3)"], [], 138),
        (["import time", "time.sleep(6000)"], ["--execution-timeout", "3"], 1),
    ],
    ids=["parameters", "error", "syntax", "death", "timeout"],
)
def test_papermill_leaves_with_our_engine_what_it_leaves_with_its_own(
    tmp_path: Path, sources: list[str], options: list[str], status: int
) -> None:
    plain, ours = both_ways(tmp_path, sources, *options)
    assert [plain.returncode, ours.returncode] == [status, status]
    notebooks = [tmp_path / "plain.ipynb", tmp_path / "contested.ipynb"]
    for left, right in zip(*map(compare.cells, notebooks), strict=True):
        assert comparable(left) == comparable(right)
    assert compare.metadata(notebooks[0]) == compare.metadata(notebooks[1])
    assert last_line(plain) == last_line(ours)


def test_two_notebooks_in_a_process_share_a_server(tmp_path: Path) -> None:
    source = notebook(tmp_path / "in.ipynb", [code("a", "import os; print(os.getppid())")])
    parents = set()
    for name in ("first", "second"):
        out = tmp_path / f"{name}.ipynb"
        papermill.execute_notebook(source, out, engine_name="contested", progress_bar=False)
        parents.add(compare.cells(out)[0]["outputs"][0]["text"])
    assert len(parents) == 1
    assert parents != {f"{os.getpid()}\n"}


@contextmanager
def hanging(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[psutil.Process]]]:
    """papermill in the middle of a notebook that has started processes, and all of these."""
    source = notebook(folder / "in.ipynb", [code(f"c{n}", text) for n, text in enumerate(HANGS)])
    os.mkfifo(folder / "ready")
    command = papermill_command(str(source), str(folder / "out.ipynb"))
    environment = {**unmeasured(), MARK: str(folder)}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE) as process:
        try:
            (folder / "ready").read_bytes()  # ends when the notebook opens and closes it
            yield process, marked(str(folder))
        finally:
            process.kill()
            for left in marked(str(folder)):
                left.kill()


def marked(mark: str) -> list[psutil.Process]:
    """Processes that run and have inherited a mark."""
    processes = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == mark:
                processes.append(process)
    return processes


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_papermill_that_is_ended(tmp_path: Path, signum: int) -> None:
    with hanging(tmp_path) as (process, processes):
        assert len([item for item in processes if item.name() == "sleep"]) == 2
        assert len(processes) == 6
        process.send_signal(signum)
        process.communicate()
        assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []
        assert marked(str(tmp_path)) == []


def test_a_variable_chooses_it_for_every_program(tmp_path: Path) -> None:
    """nbconvert knows nothing of it."""
    source = notebook(tmp_path / "in.ipynb", [code("a", FORKED)])
    arguments = ["--to", "notebook", "--execute", "--output", "out.ipynb", str(source)]
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", *arguments],
        cwd=tmp_path,
        env={**unmeasured(), "JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    text = nbformat.read(tmp_path / "out.ipynb", 4).cells[0].outputs[0].text  # type: ignore[no-untyped-call]
    assert text == "True\n"


def test_nbclient_executes_by_it(tmp_path: Path) -> None:
    source = notebook(tmp_path / "in.ipynb", [code("a", FORKED)])
    read = nbformat.read(source, 4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(read, kernel_manager_class=ForkingKernelManager)
    assert client.execute().cells[0].outputs[0].text == "True\n"
