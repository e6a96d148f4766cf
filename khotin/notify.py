"""Telling the operator of a run that went wrong: a JSON POST to a webhook, and a mail; both as archive.toml says.

[notify]
webhook = "https://example.org/khotin"
mail_to = "archive@example.org"
mail_from = "khotin@example.org"
smtp = "mail.example.org:587"
smtp_security = "starttls"     # or "ssl", "none"
smtp_user = "khotin"           # its password: KHOTIN_SMTP_PASSWORD
"""

import json
import os
import smtplib
import ssl
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

import click

from crawler.errors import ConfigurationError, KhotinError, exit_code
from crawler.ports import CrawlSummary
from crawler.toml_table import read_table

#: Ends that are worth a word: an error, disk full, a faulty profile, judged failed, to be left alone.
TOLD: Final = (1, 3, 4, 9, 18)
SECURITY: Final = ("starttls", "ssl", "none")
_PATIENCE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who is told: empty fields mean nobody. ``smtp`` is ``host:port``."""

    webhook: str = ""
    mail_to: str = ""
    mail_from: str = ""
    smtp: str = ""
    smtp_security: str = "starttls"
    smtp_user: str = ""


def receivers_of(archive: Path) -> Receivers:
    """``[notify]`` of the archive's archive.toml. Raises ConfigurationError for what it cannot mean."""
    file = archive / "archive.toml"
    if not file.is_file():
        return Receivers()
    table = read_table(file)
    section = table.table("notify")
    names = ("webhook", "mail_to", "mail_from", "smtp", "smtp_security", "smtp_user")
    found = Receivers(**{name: section.text(name) or getattr(Receivers(), name) for name in names})
    if found.smtp_security not in SECURITY:
        raise section.error("smtp_security", f"is {found.smtp_security!r}; give one of {', '.join(SECURITY)}")
    if found.mail_to and not (found.mail_from and found.smtp.rpartition(":")[2].isdecimal()):
        raise section.error("mail_to", 'needs mail_from and smtp as well, like "mail.example.org:587"')
    if found.webhook and not found.webhook.startswith(("http://", "https://")):
        raise section.error("webhook", "is no http:// or https:// address")
    section.done()
    return found


def tell(archive: Path, site: str, summary: CrawlSummary | None, problem: KhotinError | None) -> None:
    """Tell of a crawl of ``site`` where it ended badly. What cannot be sent is said on stderr and changes nothing."""
    code = problem.exit_code if problem is not None else exit_code(summary.reason, summary.judged) if summary else 0
    if code not in TOLD:
        return
    event = _event(site, code, summary, problem)
    try:
        receivers = receivers_of(archive)
    except ConfigurationError as fault:
        click.echo(f"khotin: nobody is told: {fault}", err=True)
        return
    for send, wanted in ((_post, receivers.webhook), (_mail, receivers.mail_to)):
        try:
            if wanted:
                send(receivers, event)
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            click.echo(f"khotin: {wanted} could not be told: {fault}", err=True)


def _event(site: str, code: int, summary: CrawlSummary | None, problem: KhotinError | None) -> dict[str, Any]:
    return {
        "event": "crawl.failed",
        "site": site,
        "exit_code": code,
        "crawl_id": summary.crawl_id if summary else None,
        "reason": summary.reason if summary else None,
        "judged": summary.judged if summary else None,
        "problems": [*(summary.problems if summary else ()), *([str(problem)] if problem else [])],
        "pages": summary.pages if summary else None,
    }


def _post(receivers: Receivers, event: dict[str, Any]) -> None:
    data = json.dumps(event, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 - the operator's own address, checked to be http
        receivers.webhook, data, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "khotin"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    opener.open(request, timeout=_PATIENCE).close()  # its status says it all; a body may drip for hours


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: what was posted would be left behind, and a login page taken for the receiver's thanks."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None: the redirect is the answer, which is an error."""


def _mail(receivers: Receivers, event: dict[str, Any]) -> None:
    message = EmailMessage()
    message["From"], message["To"] = receivers.mail_from, receivers.mail_to
    message["Subject"] = f"khotin: {event['site']}: exit code {event['exit_code']}"
    message.set_content("\n".join([*event["problems"], "", json.dumps(event, ensure_ascii=False, indent=2)]))
    host, _, port = receivers.smtp.rpartition(":")
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, int(port), timeout=_PATIENCE, context=context)
        if receivers.smtp_security == "ssl"
        else smtplib.SMTP(host, int(port), timeout=_PATIENCE)
    ) as server:
        if receivers.smtp_security == "starttls":
            server.starttls(context=context)
        if receivers.smtp_user:
            server.login(receivers.smtp_user, os.environ.get("KHOTIN_SMTP_PASSWORD", ""))
        server.send_message(message)
