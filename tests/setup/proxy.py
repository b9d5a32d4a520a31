"""A proxy of this machine that passes on what it is asked for, and remembers whom for."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Tunnel(BaseHTTPRequestHandler):
    """Answers CONNECT alone: what is fetched is encrypted from end to end."""

    def do_CONNECT(self) -> None:
        host, _, port = self.path.partition(":")
        self.server.requests.append(host)  # type: ignore[attr-defined]
        with socket.create_connection((host, int(port))) as far:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                _pass_on(self.connection, far)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Print nothing."""


def _pass_on(item: socket.socket, other: socket.socket) -> None:
    ends = {item: other, other: item}
    while True:
        for ready in select.select(list(ends), [], [])[0]:
            data = ready.recv(1 << 16)
            if not data:
                return
            ends[ready].sendall(data)


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """Its address, and the hosts that it was asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tunnel)
    server.daemon_threads = True
    server.requests = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server.requests  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
