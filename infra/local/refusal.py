"""The one error of this package that a person sees: a sentence that says what is wrong and what to do."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class Refusal(Exception):
    """The local cloud can't go on; the message is a sentence for the person who typed the command."""


@contextmanager
def as_sentences() -> Iterator[None]:
    """Turn every foreseeable failure inside into one sentence and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        say_and_exit(str(refusal))
    except OSError as error:
        say_and_exit(sentence_for(error))


def say_and_exit(sentence: str) -> NoReturn:
    print(f"\n{sentence}", file=sys.stderr)
    raise SystemExit(1)


def sentence_for(error: OSError) -> str:
    where = error.filename or "this directory"
    if error.errno == errno.ENOSPC:
        return "The disk is full: free some space, or set INSTANCE_DIR to a directory on another disk."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} can't be written to: change its owner, or set INSTANCE_DIR to a directory of your own."
    return f"{error.strerror or error}: {where}."
