"""Telling somebody that a run failed: a webhook or a mail, with the reason and where to look.

Belongs here: what is said, in the shape that each channel takes, and sending it. Does not belong
here: when something is worth telling (``defs/``). An alert that cannot be sent never breaks a run.

Reasons hold text of documents and sites. It is sent as plain text, with the brackets replaced that
chat programs read as a call to people.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Literal

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipelines.settings import AlertFormat, Settings

logger = logging.getLogger(__name__)

Kind = Literal["run_failed", "gate_refused", "fetch_failed"]

_TITLES: dict[Kind, str] = {
    "run_failed": "运行失败 / run failed",
    "gate_refused": "审核未通过，保留上一次发布 / the gate refused, the last publication stays",
    "fetch_failed": "有网站未能获取 / sites could not be fetched",
}
_TIMEOUT_S = 20
# WeCom takes 2,048 bytes of text; nobody reads more in a chat.
_REASON_BYTES = 1500


@dataclass(frozen=True)
class Alert:
    """What happened, why, and where to look."""

    kind: Kind
    reason: str
    link: str = ""
    job: str = ""

    @property
    def title(self) -> str:
        """One line."""
        return f"yusuan: {_TITLES[self.kind]}"

    def text(self) -> str:
        """Title, reason and link, for people."""
        reason = self.reason.encode("utf-8")
        short = reason[:_REASON_BYTES].decode("utf-8", "ignore")
        more = "…" if len(reason) > _REASON_BYTES else ""
        return "\n".join(part for part in (self.title, short + more, self.link) if part)


class _NotTaken(RuntimeError):
    """The other side answered, and did not take it."""


def payload(alert: Alert, form: AlertFormat) -> dict[str, Any]:
    """What is posted: ``generic`` has the parts by name, the others what their robots take."""
    plain = alert.text().replace("<", "〈").replace(">", "〉")
    if form == "wecom":
        return {"msgtype": "text", "text": {"content": plain}}
    if form == "feishu":
        return {"msg_type": "text", "content": {"text": plain}}
    return {
        "kind": alert.kind,
        "title": alert.title,
        "reason": alert.reason,
        "link": alert.link,
        "job": alert.job,
    }


def send(settings: Settings, alert: Alert) -> list[str]:
    """Send by every channel that is set; returns in words what could not be sent."""
    problems: list[str] = []
    for channel, deliver in _channels(settings, alert):
        try:
            deliver()
        except (httpx.HTTPError, httpx.InvalidURL, OSError, smtplib.SMTPException, _NotTaken) as e:
            # Addresses of robots are keys: neither they nor what repeats them is told.
            said = str(e) if isinstance(e, _NotTaken) else type(e).__name__
            problems.append(f"the alert could not be sent by {channel}: {said}")
    for problem in problems:
        logger.error(problem)
    return problems


def _channels(settings: Settings, alert: Alert) -> Iterator[tuple[str, Callable[[], None]]]:
    if settings.alert_webhook is not None:
        url = settings.alert_webhook.get_secret_value()
        yield "webhook", lambda: _post(url, payload(alert, settings.alert_format))
    if settings.alert_mail_to:
        yield "mail", lambda: _mail(settings, alert)


@retry(
    retry=retry_if_exception_type(httpx.TransportError),
    stop=stop_after_attempt(3),
    wait=wait_exponential(multiplier=0.2, max=5),
    reraise=True,
)
def _post(url: str, content: dict[str, Any]) -> None:
    response = httpx.post(url, json=content, timeout=_TIMEOUT_S)
    if not response.is_success:
        raise _NotTaken(f"it answered {response.status_code}")
    # These robots answer 200 whatever happens, and say in the body what did.
    try:
        said = response.json()
    except ValueError:
        return
    code = (said.get("errcode") or said.get("code") or 0) if isinstance(said, dict) else 0
    if code:
        raise _NotTaken(f"it answered {said.get('errmsg') or said.get('msg') or code}")


def _mail(settings: Settings, alert: Alert) -> None:
    message = EmailMessage()
    message["Subject"] = alert.title
    message["From"] = settings.alert_mail_from
    message["To"] = settings.alert_mail_to
    message.set_content("\n\n".join(part for part in (alert.reason, alert.link) if part))
    is_tls = settings.smtp_security == "tls"
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=_TIMEOUT_S, context=context
        )
        if is_tls
        else smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_TIMEOUT_S)
    ) as server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            password = settings.smtp_password
            server.login(settings.smtp_user, password.get_secret_value() if password else "")
        server.send_message(message)
