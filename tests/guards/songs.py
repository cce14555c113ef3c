"""What must not be heard outside globex, in every form that it could be said in: escaped, encoded, packed."""

import gzip
import json
import re
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html import escape
from io import BytesIO
from urllib.parse import quote, quote_plus

from tests.guards.rows import CANARY

# The names are of the cast: whoever reads one of them reads of another workspace.
SONGS = (CANARY, "Globex", "globex.test", "Eve Stone")
NESTED = 3  # packages within packages that are opened
TRIPLE = 3  # base64 turns three bytes into four letters, so a text has three faces in it
PACKED = re.compile(rb"[\w-]{16,}={0,2}")  # what may be base64 in a cookie or a token
URL_SAFE = bytes.maketrans(b"+/", b"-_")
READABLE = ("", "identity", "gzip", "deflate")  # the encodings of a body that are undone here


def sung(said: bytes, songs: tuple[str, ...] = SONGS) -> list[str]:
    """The songs heard; of a canary all of its name, which tells the column."""
    heard = {match[0] for layer in opened(said) for match in pattern(songs).finditer(layer)} if songs else ()
    return sorted(faces(songs).get(face, face.decode(errors="replace")) for face in heard)


@cache
def pattern(songs: tuple[str, ...]) -> re.Pattern[bytes]:
    plain, others = CANARY.encode(), sorted(faces(songs), reverse=True)
    return re.compile(b"|".join(re.escape(face) + (rb"[-\w]*" if face == plain else b"") for face in others))


@cache
def faces(songs: tuple[str, ...]) -> dict[bytes, str]:
    """Each form of each song, with the song."""
    return {face: song for song in songs for face in forms(song)}


def forms(song: str) -> Iterator[bytes]:
    for text in (song, escape(song), json.dumps(song)[1:-1], quote(song), quote_plus(song)):
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
    yield from encoded(song.encode())


def encoded(song: bytes) -> Iterator[bytes]:
    """Its faces in base64, without the letters that depend on what stands before and behind."""
    for before in range(TRIPLE):
        whole = b64encode(b"\0" * before + song)
        begin, end = -(-before * 4 // TRIPLE), (before + len(song)) * 4 // TRIPLE
        yield whole[begin:end]
        yield whole[begin:end].translate(URL_SAFE)


def opened(said: bytes, depth: int = NESTED) -> Iterator[bytes]:
    """What was said, and what is packed in it."""
    yield said
    if depth:
        for part in parts(said):
            yield from opened(part, depth - 1)


def parts(said: bytes) -> Iterator[bytes]:
    with suppress(OSError, EOFError, zlib.error, zipfile.BadZipFile):  # it began like one by chance
        if said[:2] == b"\x1f\x8b":
            yield gzip.decompress(said)
        elif said[:1] == b"\x78":
            yield zlib.decompress(said)
        elif said[:2] == b"PK":
            yield from unzipped(zipfile.ZipFile(BytesIO(said)))


def unzipped(archive: zipfile.ZipFile) -> Iterator[bytes]:
    for name in archive.namelist():
        yield name.encode()
        yield archive.read(name)


def unsigned(cookie: str) -> Iterator[bytes]:
    """What a signed cookie or token holds, perhaps compressed: anybody can decode its parts."""
    for part in PACKED.findall(cookie.encode()):
        bare = part.rstrip(b"=")
        if len(bare) % 4 != 1:  # no base64 is that long
            yield urlsafe_b64decode(bare + b"=" * (-len(bare) % 4))
