"""Kernel managers for jobs, of forked and of started kernels, that never wait for a fixed time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from nbclient.exceptions import DeadKernelError

from analysis.engine import process_tree
from analysis.engine.kernel import AT_START, Launch, Stub, working_folder
from analysis.engine.watch import StepMonitor
from analysis.engine.wire import ending

POLL = 0.002
"""Seconds between checks whether a process that is about to end has ended."""
LOOK = 0.5
"""Seconds without a message after which a starting kernel is checked and sent a new request."""


class StubProvisioner(KernelProvisionerBase):
    """Turns a stub into a kernel, where jupyter_client's own provisioner would start a process."""

    def __init__(self, stub: Stub, **more: Any) -> None:
        super().__init__(**more)
        self.stub = stub
        self.code: int | None = None

    @property
    def pid(self) -> int:
        """The id of the kernel's process, as jupyter_client's own provisioners have it."""
        return self.stub.pid

    @property
    def has_process(self) -> bool:
        """Whether a process is managed."""
        return True

    async def pre_launch(self, **more: Any) -> dict[str, Any]:
        """Write the kernel's connection file, and complete its command."""
        manager: Any = self.parent
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        command = manager.format_kernel_cmd(more.pop("extra_arguments", []))
        return await super().pre_launch(cmd=command, **more)

    async def launch_kernel(self, cmd: list[str], **more: Any) -> Any:
        """Turn the stub into a kernel.

        cmd: its command. more: its environment, and its working folder if it is not this one.
        Raises DeadKernelError if it is killed before it is a kernel, RuntimeError if it fails.
        """
        environment = {**more["env"], "JPY_PARENT_PID": str(os.getpid())}  # as a plain one has it
        launch = Launch(cmd, environment, more.get("cwd") or working_folder())
        with contextlib.suppress(BrokenPipeError), os.fdopen(self.stub.orders, "wb") as orders:
            orders.write(launch.line())
        if not os.read(self.stub.ready, 1):
            code = await self.wait()
            if code is not None and code < 0:
                raise DeadKernelError(f"the kernel died ({ending(code)})")
            raise RuntimeError("the kernel did not start")
        return self.connection_info

    async def poll(self) -> int | None:
        """The exit status, none while it runs."""
        if self.code is None:
            ended, status = os.waitpid(self.stub.pid, os.WNOHANG)
            if ended:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code

    async def wait(self) -> int | None:
        """The exit status, once it has ended."""
        while await self.poll() is None:
            await asyncio.sleep(POLL)
        return self.code

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and to what it has started."""
        if self.code is None:
            # The stub leads a group: what a cell waits for has to be interrupted with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.stub.pid, signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002
        """End it by force."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002
        """Ask it to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is left to clean up: the sockets are files in a folder that the job removes."""


class PromptClient(AsyncKernelClient):
    """A client that is ready once its subscription works and one request has been answered."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel to answer.

        Raises Empty after `timeout` seconds without an answer, DeadKernelError where it has ended.
        """
        # jupyter_client reads what is left once it has an answer, until nothing came for 0.2 s.
        # Here nothing is left: the kernel has one client, whose messages are read in their order.
        until = time.monotonic() + (timeout or float("inf"))
        published = partial(self._message, self.get_iopub_msg, until)
        answered = partial(self._message, self.get_shell_msg, until)
        await published()  # the welcome as a rule: whatever it is, the subscription holds
        query = self.kernel_info()
        while not _answers(reply := await answered(), query):
            pass
        self._handle_kernel_info_reply(reply)
        while not _idle(await published(), query):
            pass

    async def _message(
        self, receive: Callable[..., Awaitable[dict[str, Any]]], until: float
    ) -> dict[str, Any]:
        """The next message; after LOOK seconds without one, another request is sent.

        It may never say welcome: it sends from the socket on which it also waits for subscriptions
        (`ipykernel.iostream.IOPubThread`), and a send can take away the event of one.
        """
        while True:
            try:
                return await receive(timeout=LOOK)
            except Empty:
                if not await self.is_alive():
                    raise DeadKernelError("the kernel died") from None
                if time.monotonic() >= until:
                    raise
                self.kernel_info()


def _answers(message: Mapping[str, Any], query: str) -> bool:
    return bool(message["parent_header"].get("msg_id") == query)


def _idle(message: Mapping[str, Any], query: str) -> bool:
    state = message["content"].get("execution_state")
    return _answers(message, query) and bool(state == "idle")


def forked(
    stub: Stub | None, folder: Path, monitor: StepMonitor, changed: Mapping[str, str]
) -> type:
    """The class of a manager of the kernel that a stub will be, for nbclient.

    stub: None for a kernel that is started anew. folder: for its sockets. monitor: is passed the
    kernel's provisioner. changed: variables of this kernel alone.

    For another language's kernel, and with variables that only a new interpreter reads, the kernel
    is started anew too.
    """
    anew = any(name.startswith(AT_START) for name in changed)

    class Manager(local(folder, monitor)):  # type: ignore[misc]
        async def start_kernel(self, **more: Any) -> None:
            if stub and _python(self.kernel_spec) and not anew:
                # jupyter_client makes a provisioner only where there is none (`manager.py`, where
                # it says "will not be None on restarts").
                own = {"kernel_id": self.kernel_id, "kernel_spec": self.kernel_spec}
                self.provisioner = StubProvisioner(stub, parent=self, **own)
                self.client_factory = PromptClient
            await super().start_kernel(**more)

    return Manager


def local(folder: Path, monitor: StepMonitor) -> type:
    """The class of a manager of a kernel that is started anew, for nbclient.

    folder: for its sockets. monitor: is passed the kernel's provisioner. No port is opened where
    sockets can be files: two programs that choose a free one at once may choose the same.
    """
    transport = "ipc" if os.name == "posix" else "tcp"

    class Manager(AsyncKernelManager):
        def __init__(self, **more: Any) -> None:
            super().__init__(transport=transport, connection_file=str(folder / "k.json"), **more)

        async def start_kernel(self, **more: Any) -> None:  # type: ignore[override]
            await super().start_kernel(**more)
            monitor.provisioner = self.provisioner

        async def shutdown_kernel(  # type: ignore[override]
            self, now: bool = False, restart: bool = False
        ) -> None:
            """End the kernel, without the interrupt that makes an idle one miss the request.

            jupyter_client sends one first, for a busy kernel; nbclient asks none to end.
            """
            self.shutting_down = True
            if now:
                await super().shutdown_kernel(now=True, restart=restart)
            else:
                await self.request_shutdown(restart=restart)
                await self.finish_shutdown(pollinterval=POLL, restart=restart)
                await self.cleanup_resources(restart=restart)

        async def cleanup_resources(  # type: ignore[override]
            self, restart: bool = False
        ) -> None:
            """Also end what a started kernel has left; the job ends what a forked one has."""
            if group := getattr(self.provisioner, "pgid", None):
                process_tree.end_group(group)
            await super().cleanup_resources(restart=restart)

    return Manager


def _python(spec: Any) -> bool:
    """Whether a kernel is the ipykernel of this interpreter, whatever its spec is called."""
    usual = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    named = {"python", "python3", f"python3.{sys.version_info.minor}", sys.executable}
    return bool(spec.argv[1:] == usual and spec.argv[0] in named)
