"""A song is heard in whatever form it is said, and nothing else is taken for one."""

import gzip
import json
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from html import escape
from io import BytesIO
from urllib.parse import quote, quote_plus

import pytest

from tests.guards.songs import SONGS, sung, unsigned

NAMES = ("O'Neil & Söhne <Ltd>", "Eve Stone")


def zipped(said: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.csv", said)
    return file.getvalue()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "say", [str, escape, json.dumps, quote, quote_plus, lambda name: json.dumps(name, ensure_ascii=False)]
)
def test_an_escaped_name_is_heard(name, say):
    assert sung(f"<p>{say(name)}</p>".encode(), NAMES) == [name]


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, zlib.compress, zipped, lambda said: zipped(gzip.compress(said))]
)
@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_packed_name_is_heard(pack, code):
    assert sung(pack("name\nEve Stone\n".encode(code))) == ["Eve Stone"]


@pytest.mark.parametrize("song", SONGS)
@pytest.mark.parametrize("before", ["", "x", "xx", "xxx"])
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_an_encoded_song_is_heard(song, before, encode):
    assert sung(encode(f"{before}{song} and more".encode())) == [song]


def test_a_signed_cookie_is_opened(app):
    with app.test_request_context("/"):
        sign = app.session_interface.get_signing_serializer(app).dumps
        cookies = [sign({"seen": "Eve Stone"}), sign({"seen": "Eve Stone", "long": "x" * 500})]
    assert [[song for part in unsigned(cookie) for song in sung(part)] for cookie in cookies] == [["Eve Stone"]] * 2


@pytest.mark.parametrize(
    "said", [b"", b"globex", b"PK but no archive", b"\x78\x9c but not deflated", b"\x1f\x8b nor this"]
)
def test_what_is_no_song_is_none(said):
    assert sung(said) == []
