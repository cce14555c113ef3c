"""What no name of a person or a workspace may hold."""

import re
from unicodedata import category, normalize

from flask_babel import gettext as _
from wtforms.validators import ValidationError

SIGNS = ("://", "www.")
# Mail programs make a link of letters, a dot and letters, if the last are a domain they know. There are a thousand such
# endings and more every year, so all are refused but the few that are none and stand in names.
DOMAIN = re.compile(r"\w\.(?!(?:js)(?![\w.]))[^\W\d_]{2}")
NUMBERS = re.compile(r"\d+(\.\d+){3}")
# J.R.R.Tolkien. Endings of two or three letters are countries' and the like: x.com is somebody's, whatever its letters.
INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÀ-Þ]\.)+(?=[A-ZÀ-Þ][a-zß-ÿ]{3,}(?![\w./:]))")
DOTS = str.maketrans("\u3002", ".")  # that of Chinese and Japanese, which browsers read as one; NFKC knows the others


def no_link(_form, field):
    """Names stand in mails that anybody can have us send to anybody: an address in one would be an advertisement."""
    if holds_address(field.data):
        raise ValidationError(_("A name can't hold a web address. If it is none, put a space after the dot."))


def holds_address(text: str) -> bool:
    """Whether a mail program might make a link of a part of it."""
    seen = INITIALS.sub("", "".join(sign for sign in normalize("NFKC", text).translate(DOTS) if _shows(sign)))
    return any(sign in seen.lower() for sign in SIGNS) or bool(DOMAIN.search(seen) or NUMBERS.search(seen))


def _shows(sign: str) -> bool:
    """Neither an accent, which follows its letter, nor a joiner, which isn't seen."""
    return category(sign)[0] != "M" and category(sign) != "Cf"
