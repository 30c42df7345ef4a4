"""A publisher's site on this machine, as well or badly behaved as a test needs it.

Belongs here: the server and the pages that several tests ask for. Does not belong here: assertions.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(text: str) -> bytes:
    """A file that is a PDF by its first bytes; not to be read."""
    return PDF + f"% {text}\n%%EOF\n".encode()


@dataclass
class Site:
    """Addresses, and what has been asked for; ``asked`` has ``(path, headers)`` in order."""

    origin: str = ""
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)  # posted, as JSON
    closing: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def page(self, path: str, *links: str, head: str = "", encoding: str = "utf-8") -> None:
        """A page of links, each as HTML."""
        body = f"<html><head>{head}</head><body>{''.join(links)}</body></html>"
        self.file(path, body.encode(encoding), "text/html", etag=False)

    def file(
        self, path: str, body: bytes, content_type: str = "application/pdf", *, etag: bool = True
    ) -> None:
        """A file, with an ETag of its bytes, ranges and 304."""
        mark = f'"{hash(body)}"'

        def answer(request: BaseHTTPRequestHandler) -> None:
            if etag and request.headers.get("If-None-Match") == mark:
                reply(request, 304, {"ETag": mark})
                return
            headers = {"Content-Type": content_type, **({"ETag": mark} if etag else {})}
            asked = request.headers.get("Range")
            if asked and etag and request.headers.get("If-Range") == mark:
                start = int(asked.removeprefix("bytes=").removesuffix("-"))
                headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                reply(request, 206, headers, body[start:])
                return
            reply(request, 200, headers, body)

        self.answers[path] = answer

    def status(self, path: str, *answers: tuple[int, dict[str, str], bytes]) -> None:
        """One answer after the other; the last one stays."""
        left = list(answers)

        def answer(request: BaseHTTPRequestHandler) -> None:
            reply(request, *(left.pop(0) if len(left) > 1 else left[0]))

        self.answers[path] = answer


def reply(
    request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes = b""
) -> None:
    """Answer, with the length unless ``headers`` has one."""
    request.send_response(status)
    if status != 304:
        headers = {"Content-Length": str(len(body)), **headers}
    for name, value in headers.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


@contextmanager
def serve() -> Iterator[Site]:
    """A site on a free port of the loopback address."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            answer = site.answers.get(self.path)
            try:
                if answer is None:
                    reply(self, 404, {})
                else:
                    answer(self)
            except OSError:  # who asked has gone
                self.close_connection = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            site.bodies.append(json.loads(body))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
