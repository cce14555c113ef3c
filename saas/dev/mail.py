"""The mails that the local sink caught, at /dev/mail: to read them and follow their links. Never in production."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template

from saas.core.errors import NotFound
from saas.core.security import CSP
from saas.permissions import public

bp = Blueprint("dev_mail", __name__, url_prefix="/dev/mail", template_folder="templates")

SHOWN = 100  # the newest; older ones stay in the directory
NAME = re.compile(r"[\w-]{1,80}")  # as the sink names its files
URL = re.compile(r"https?://\S+")
# The mail is a document of its own that may do nothing but open its links in a new tab.
PREVIEW_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class CaughtMail:
    """One .eml file."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        return list(dict.fromkeys(URL.findall(self.text)))


@bp.get("/")
@public("development only")
def index() -> str:
    directory = current_app.config["SETTINGS"].mail_dir
    files = sorted(directory.glob("*.eml"), reverse=True)[:SHOWN] if directory else []
    return render_template("dev/mail.html", mails=[read(file) for file in files], directory=directory)


@bp.get("/<name>")
@public("development only")
def show(name: str) -> Response:
    response = make_response(render_template("dev/mail_show.html", mail=find(name)))
    response.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return response


@bp.get("/<name>/preview")
@public("development only")
def preview(name: str) -> Response:
    response = make_response(find(name).html.replace("<head>", '<head><base target="_blank">', 1))
    response.headers["Content-Security-Policy"] = PREVIEW_CSP
    return response


def find(name: str) -> CaughtMail:
    directory = current_app.config["SETTINGS"].mail_dir
    if directory and NAME.fullmatch(name) and (file := directory / f"{name}.eml").is_file():
        return read(file)
    raise NotFound


def read(file: Path) -> CaughtMail:
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    return CaughtMail(
        name=file.stem,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        text=part(message, "plain"),
        html=part(message, "html"),
    )


def part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return str(body.get_content()) if body else ""
