"""The text part of a mail, made from its html: paragraphs, and links with their address."""

import re
from html.parser import HTMLParser

SKIPPED = {"head", "style", "title"}
BLOCKS = {"p", "div", "h1", "h2", "li", "table", "tr", "ul", "ol", "footer"}
HTML_ONLY = "html-only"  # a class: what only html needs, such as the address below a button
VOID = {"br", "img", "hr", "meta"}


def plain_text(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class Reader(HTMLParser):
    """Gathers the text outside of what is skipped."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.skipping: list[str] = []  # the open tags from the outermost skipped one on
        self.url: str | None = None
        self.label_at = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if self.skipping or tag in SKIPPED or HTML_ONLY in (given.get("class") or "").split():
            self.skipping += [tag] if tag not in VOID else []
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in BLOCKS:
            self.pieces.append("\n- " if tag == "li" else "\n\n")
        elif tag == "a":
            self.url, self.label_at = given.get("href"), len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag in self.skipping:
                del self.skipping[self.skipping.index(tag) :]
        elif tag == "a" and self.url:
            self.add_address()
        elif tag in BLOCKS:
            self.pieces.append("" if tag == "li" else "\n\n")

    def handle_data(self, text: str) -> None:
        if not self.skipping:
            self.pieces.append(re.sub(r"\s+", " ", text))

    def add_address(self) -> None:
        """`label:` and the address on a line of its own; an address that is its own label, or a mailto, just once."""
        label = "".join(self.pieces[self.label_at :]).strip()
        if label != self.url and not (self.url or "").startswith("mailto:"):
            self.pieces.append(f":\n{self.url}\n")
        self.url = None
