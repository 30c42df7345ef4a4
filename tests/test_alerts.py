"""Alerts in the shape that each channel takes, and what happens where none takes them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from pipelines.alerts import Alert, payload, send
from pipelines.settings import Settings
from tests.sources.site import Site, serve

ALERT = Alert("gate_refused", 'figures_not_lost: <at user_id="all">', "https://d.example.org/1")


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def settings(**given: Any) -> Settings:
    return Settings(**given)


def test_generic_has_the_parts_by_name(site: Site) -> None:
    site.status("/hook", (204, {}, b""))
    assert send(settings(alert_webhook=SecretStr(f"{site.origin}/hook")), ALERT) == []
    assert site.bodies == [
        {
            "kind": "gate_refused",
            "title": ALERT.title,
            "reason": ALERT.reason,
            "link": "https://d.example.org/1",
            "job": "",
        }
    ]


@pytest.mark.parametrize("form", ["wecom", "feishu"])
def test_robots_get_plain_text_that_calls_nobody(site: Site, form: Any) -> None:
    site.status("/hook", (200, {}, b'{"errcode": 0, "code": 0}'))
    told = settings(alert_webhook=SecretStr(f"{site.origin}/hook"), alert_format=form)
    assert send(told, ALERT) == []
    (body,) = site.bodies
    text = body["text"]["content"] if form == "wecom" else body["content"]["text"]
    assert body.get("msgtype", body.get("msg_type")) == "text"
    assert "审核未通过" in text
    assert text.endswith("https://d.example.org/1")
    assert "<" not in text
    long = payload(Alert("run_failed", "长" * 5000, "https://d.example.org/1"), form)
    text = long["text"]["content"] if form == "wecom" else long["content"]["text"]
    assert len(text.encode()) < 2048
    assert text.endswith("…\nhttps://d.example.org/1")


def test_what_cannot_be_sent_is_said_without_the_key(site: Site) -> None:
    told = settings(alert_webhook=SecretStr(f"{site.origin}/hook?key=secret"))
    site.status("/hook?key=secret", (200, {}, b'{"errcode": 93000, "errmsg": "invalid webhook"}'))
    assert send(told, ALERT) == [
        "the alert could not be sent by webhook: it answered invalid webhook"
    ]
    site.status("/hook?key=secret", (500, {}, b""))
    assert send(told, ALERT) == ["the alert could not be sent by webhook: it answered 500"]
    nowhere = settings(
        alert_webhook=SecretStr("http://127.0.0.1:1/?key=secret"),
        alert_mail_to="li@example.org", smtp_host="127.0.0.1", smtp_port=1,
    )  # fmt: skip
    assert send(nowhere, ALERT) == [
        "the alert could not be sent by webhook: ConnectError",
        "the alert could not be sent by mail: ConnectionRefusedError",
    ]
    assert "secret" not in repr(nowhere)
    assert send(settings(), ALERT) == []


def test_mail() -> None:
    received: list[str] = []

    class Mail(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            in_data = False
            for line in self.rfile:
                if in_data:
                    in_data = line != b".\r\n"
                    received.append(line.decode().rstrip())
                    answer = b"" if in_data else b"250 taken\r\n"
                else:
                    in_data = line.upper().startswith(b"DATA")
                    known = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
                    answer = known.get(line[:4].upper(), b"250 well\r\n")
                self.wfile.write(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        told = settings(
            alert_mail_to="li@example.org", smtp_host="127.0.0.1",
            smtp_port=server.server_address[1],
        )  # fmt: skip
        try:
            assert send(told, Alert("run_failed", "disk full", "https://d.example.org/2")) == []
        finally:
            server.shutdown()
            thread.join()
    assert "To: li@example.org" in received
    assert "disk full" in received
    assert "https://d.example.org/2" in received
