"""A kernel provisioner that forks kernels, for every program that uses jupyter_client.

JupyterLab, papermill, nbclient and nbconvert use it by the name `contested-forked`: for all
kernels with `JUPYTER_DEFAULT_PROVISIONER_NAME=contested-forked` in the environment, for those of
one kernel spec with `"metadata": {"kernel_provisioner": {"provisioner_name": "contested-forked"}}`
in its `kernel.json`. A notebook sees in such a kernel what it sees in one that is started anew.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from analysis.engine.errors import EngineError
from analysis.engine.forked import QUIET, wait_for_end
from analysis.engine.kernel import AT_START, LAUNCHER, Launch, working_folder
from analysis.errors import Problem

PROGRAM = """\
import sys
site = set(sys.modules)
sys.path[:1] = filter(None, sys.path[:1])
from analysis.engine.kernel_server import main
main(site)
"""
"""The code of a kernel server. It drops the working folder, which `-c` puts first in the path."""
TAKEN = {"env", "cwd"}
"""The arguments of a launch that a forked kernel supports; all others are those of Popen."""


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel where that has the same result as starting it; else starts it.

    It is jupyter_client's own provisioner in all but the start: ports, signals, restarts and the
    end of a kernel are as there.
    """

    preload = List(
        Unicode(),
        help="Modules that kernels find imported, so that `import` takes no time. None by default.",
    ).tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel. Raises what jupyter_client raises where it cannot be started.

        cmd: the command of the kernel. kwargs: its environment, its working folder, and others that
        Popen takes.
        """
        launch = self._launch(cmd, kwargs)
        if launch is None:
            return await super().launch_kernel(cmd, **kwargs)
        try:
            process = await SERVERS.fork(launch, tuple(self.preload))
        except EngineError as error:
            self.log.warning("A kernel is started, not forked: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        # Typed as Popen, of which jupyter_client only calls what `KernelProcess` has.
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = Path(launch.folder)
        return self.connection_info

    def _launch(self, cmd: Sequence[str], kwargs: Mapping[str, Any]) -> Launch | None:
        """The launch of a kernel that can be forked; None where it has to be started.

        That is a kernel of another language or interpreter, one with pipes of its own, and one
        whose working folder is missing, for which `Popen` then raises its error.
        """
        more = self._scrub_kwargs(dict(kwargs))
        folder = str(more.get("cwd") or working_folder())
        environment = {**(more.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())}
        python = list(cmd[:1]) == [sys.executable] and ("-m", LAUNCHER) in pairwise(cmd)
        known = not any(value for name, value in more.items() if name not in TAKEN)
        if not (python and known and Path(folder).is_dir()):
            return None
        return Launch(tuple(cmd), environment, folder)


class KernelProcess:
    """A forked kernel, with those methods of `subprocess.Popen` that jupyter_client calls.

    pid: the id of the process. connection: the socket on which the server sends its exit status.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.connection = connection
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, none while it runs; negative for the signal that ended it."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                self._end(self.connection.recv(4096))
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended. Raises TimeoutExpired after `timeout` seconds."""
        if self.poll() is None:
            waiting = select.poll()
            waiting.register(self.connection, select.POLLIN)
            if not waiting.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        return self.poll() or 0

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process, if it has not ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it by force."""
        self.send_signal(signal.SIGKILL)

    def _end(self, line: bytes) -> None:
        """Note that it has ended and free its id. line: its exit status, empty if the server ended.

        `shutdown`, because a process that was forked from this one may hold the socket open too.
        """
        self.returncode = json.loads(line)["code"] if line else -signal.SIGKILL
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()


class ServerProcess:
    """The process that forks kernels for this one, and the socket to it.

    command: the interpreter with its options. preload: modules to import. environment: variables.
    """

    def __init__(
        self, command: Sequence[str], preload: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        self.control, theirs = socket.socketpair()
        settings = json.dumps({"parent": os.getpid(), "preload": list(preload)})
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603
                [*command, "-c", PROGRAM, settings],
                stdin=theirs.fileno(),
                env={**environment, **QUIET},
                start_new_session=True,  # a Ctrl-C of the terminal is for this process alone
            )

    async def fork(self, launch: Launch) -> KernelProcess:
        """Have the server fork a kernel; the event loop is not blocked meanwhile.

        This process may have threads and an event loop, and must not fork itself. Raises
        EngineError where the server cannot fork kernels, OSError if it is gone.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.control, [b"k"], [theirs.fileno(), 1, 2])
            ours.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(ours, launch.line())
            answer = await _line(ours)
        except BaseException:  # a launch that is cancelled gets no kernel: the server looks
            with suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)
            ours.close()
            raise
        if "broken" in answer:
            ours.close()
            raise EngineError([_unforked(answer["broken"])])
        return KernelProcess(answer["pid"], ours)

    def end(self) -> None:
        """End it and all kernels; returns when they are gone."""
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)
        self.control.close()
        wait_for_end(self.process)


class KernelServers:
    """The kernel servers of this process, one for each command, preload and start environment."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.servers: dict[tuple[object, ...], ServerProcess] = {}

    async def fork(self, launch: Launch, preload: tuple[str, ...]) -> KernelProcess:
        """Fork a kernel by the server for it, which is started where there is none.

        preload: modules that are imported before the fork. Raises EngineError where it fails.
        """
        if not hasattr(os, "fork") or not hasattr(os, "waitid") or sys.platform != "linux":
            raise EngineError([_unforked(f"{sys.platform} has no safe way to fork one")])
        command = tuple(launch.command[: launch.command.index("-m")])
        variables = [pair for pair in launch.environment.items() if pair[0].startswith(AT_START)]
        # By this process too: one that was forked from it has the servers of its parent.
        key = (os.getpid(), command, preload, *sorted(variables))
        with self.lock:
            if key not in self.servers:
                atexit.register(self.end)  # before the kernels' managers: they find them ended
                self.servers[key] = ServerProcess(command, preload, launch.environment)
            server = self.servers[key]
        try:
            return await server.fork(launch)
        except OSError as error:  # it was killed: the next kernel gets another one
            with self.lock:
                gone = self.servers.pop(key, None)
            if gone:
                gone.end()
            raise EngineError([_unforked("the process to fork it from has ended")]) from error

    def end(self) -> None:
        """End all servers that this process has started, and their kernels."""
        with self.lock:
            own = [key for key in self.servers if key[0] == os.getpid()]
            servers = [self.servers.pop(key) for key in own]
        for server in servers:
            server.end()


SERVERS = KernelServers()
"""The servers of this process. They end with it, also when it is killed."""


async def _line(connection: socket.socket) -> dict[str, Any]:
    """A line of JSON. Raises ConnectionResetError at the end of what comes.

    Byte by byte: the next line, with the exit status, may be there already, and is for `poll`.
    """
    loop = asyncio.get_running_loop()
    line = b""
    while not line.endswith(b"\n"):
        chunk = await loop.sock_recv(connection, 1)
        if not chunk:
            raise ConnectionResetError
        line += chunk
    answer: dict[str, Any] = json.loads(line)
    return answer


def _unforked(why: str) -> Problem:
    return Problem("kernel", why, "an interpreter to fork it from", "it takes a second longer")
