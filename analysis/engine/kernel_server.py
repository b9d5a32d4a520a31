"""The process that forks kernels for `provisioner`: started by it as a program of its own.

It imports what every kernel imports, and the modules to preload. Then it is sent sockets, one for
each kernel, with the descriptors of that kernel's standard output and standard error. A socket
carries a line with a `Launch` to this process, and two lines back: the id of the kernel's process,
and its exit status once it has ended. A kernel stays a zombie until its socket is closed from the
other side, so that no other process gets its id while signals may be sent to it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from analysis.engine import kernel, preloading, process_tree, wire
from analysis.engine.kernel import Launch

DESCRIPTORS = 3
"""How many descriptors come with a request: a socket, standard output and standard error."""


def main(site: Collection[str]) -> None:
    """Serve until no client can request a kernel any more; all kernels end with this process.

    site: the modules that an interpreter has when it starts.
    """
    settings = json.loads(sys.argv[1])
    control = socket.socket(fileno=wire.own_input())
    if cleaner := process_tree.fork_below_cleaner(settings["parent"], [control.fileno()]):
        process_tree.die_with_parent(cleaner)
        # A Ctrl-C that is sent to a whole group of processes is for the kernels' client alone.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        KernelServer(control, _import(site, settings["preload"])).serve()
        os._exit(0)  # the cleaner ends what is left; exit handlers are for the kernels to run
    control.detach()  # the cleaner has closed it


@dataclass(frozen=True)
class Imported:
    """The state of this process after its imports, or why they failed.

    usual: the modules that a plain kernel has. forgotten: those that it does not have. added:
    variables that modules have set. broken: why no kernel can be forked, empty where one can.
    """

    usual: frozenset[str] = frozenset()
    forgotten: tuple[str, ...] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""


def _import(site: Collection[str], preload: Sequence[str]) -> Imported:
    """Import what kernels need. site: as for `main`. preload: modules to import too."""
    needed = {*sys.stdlib_module_names, *(name.partition(".")[0] for name in preload)}
    ours = [name for name in sys.modules if name not in site]
    before = dict(os.environ)
    try:
        # ipykernel first: what is loaded after it is what a notebook would have imported itself.
        usual = preloading.import_kernel()
        preloading.import_all(preload)
    except Exception as error:
        return Imported(broken=f"{type(error).__name__}: {error}")
    preloading.freeze()
    # Modules in Python alone: one in C or Rust may refuse to be loaded twice.
    forgotten = [name for name in ours if name.partition(".")[0] not in needed]
    return Imported(usual, (*forgotten, kernel.LAUNCHER), preloading.added(before))


class KernelServer:
    """Forks kernels and reports how they end. One thread, no locks, no event loop.

    control: the socket that requests come through. imported: the state of this process.
    """

    def __init__(self, control: socket.socket, imported: Imported) -> None:
        self.control = control
        self.imported = imported
        self.sockets: dict[int, socket.socket] = {}
        self.ended: set[int] = set()
        self.dropped: set[int] = set()
        self.woken, self.waking = process_tree.wake_at_ends()

    def serve(self) -> None:
        """Serve until the other side of the control socket is closed."""
        while True:
            ready = self._ready()
            if self.woken in ready:
                os.read(self.woken, 4096)
            self._report()
            for pid, connection in tuple(self.sockets.items()):
                if connection.fileno() in ready:
                    self._release(pid)
            if self.control.fileno() in ready and not self._accept():
                return

    def _ready(self) -> set[int]:
        """Wait for anything. Not `select.select`, which knows descriptors below 1,024 only."""
        poll = select.poll()
        for descriptor in self._descriptors():
            poll.register(descriptor, select.POLLIN)
        return {descriptor for descriptor, _ in poll.poll()}

    def _descriptors(self) -> list[int]:
        sockets = [self.control, *self.sockets.values()]
        return [self.woken, *(connection.fileno() for connection in sockets)]

    def _report(self) -> None:
        """Send the exit status of each kernel that has ended since the last time.

        WNOWAIT leaves it a zombie. `os.waitpid(-1)` would take the status of any, at once.
        """
        for pid in self.sockets.keys() - self.ended:
            if ended := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                exited = ended.si_code == os.CLD_EXITED
                _say(self.sockets[pid], code=ended.si_status if exited else -ended.si_status)
                self.ended.add(pid)
        self.dropped -= {pid for pid in self.dropped if os.waitpid(pid, os.WNOHANG)[0]}

    def _release(self, pid: int) -> None:
        """Close the socket of a kernel that has no client; if it runs, it does until this ends.

        So it is with one that is started anew: it outlives its manager, not its manager's process.
        """
        self.sockets.pop(pid).close()
        if pid in self.ended:
            self.ended.discard(pid)
            os.waitpid(pid, 0)
        else:
            self.dropped.add(pid)

    def _accept(self) -> bool:
        """Accept a request; return whether there may be more."""
        byte, descriptors, _, _ = socket.recv_fds(self.control, 1, DESCRIPTORS)
        if not byte:
            return False
        connection = socket.socket(fileno=descriptors[0])
        try:
            self._answer(connection, descriptors[1:])
        finally:
            for descriptor in descriptors[1:]:
                os.close(descriptor)
        return True

    def _answer(self, connection: socket.socket, outputs: list[int]) -> None:
        """Fork a kernel and send its id, or send why there is none. outputs: its descriptors."""
        with connection.makefile("rb") as lines:
            line = lines.readline()
        if not line or _is_closed(connection):  # the client has given up meanwhile
            connection.close()
        elif self.imported.broken:
            _say(connection, broken=self.imported.broken)
            connection.close()
        else:
            launch = Launch(**json.loads(line))
            descriptors = [*self._descriptors(), self.waking, connection.fileno()]
            pid = kernel.become(partial(self._kernel, launch, outputs, os.getpid()), descriptors)
            self.sockets[pid] = connection
            _say(connection, pid=pid)

    def _kernel(self, launch: Launch, outputs: list[int], server: int) -> None:
        """In the fork: be the kernel."""
        process_tree.forget_waking()
        # The client's present standard output, which need not be that of the server's start.
        for standard, descriptor in enumerate(outputs, 1):
            os.dup2(descriptor, standard)
            os.close(descriptor)
        kernel.lead_session(server)
        environment = {**self.imported.added, **launch.environment}
        kernel.serve(
            replace(launch, environment=environment),
            server,
            self.imported.usual,
            forgotten=self.imported.forgotten,
        )


def _is_closed(connection: socket.socket) -> bool:
    with suppress(BlockingIOError):
        return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    return False


def _say(connection: socket.socket, **values: object) -> None:
    """Send a line; a socket that is closed on the other side is seen to when it is read."""
    with suppress(BrokenPipeError):
        connection.sendall(wire.line(values))
