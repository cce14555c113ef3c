"""Builds `saas/static/vendor/` from installed packages: htmx and the font from npm, the icon sprite from PyPI."""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree  # nosec B405  # an installed package's files
from zipfile import ZipFile

PROJECT = Path(__file__).resolve().parents[1]
MODULES = PROJECT / "node_modules"
SAAS = PROJECT / "saas"
VENDOR = SAAS / "static" / "vendor"
COPIES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
}
SVG = "{http://www.w3.org/2000/svg}"

# In templates any literal that is an icon's name counts, since macros take names in many places …
LITERAL = re.compile(r"""["']([a-z][a-z0-9-]*)["']""")
# … and what stands where only an icon can must be one. Python lists its own as ICONS = ("users", …).
SURE = re.compile(r"""\b(?:icon\(|icon ?= ?|empty\()["']([^"'{}]+)["']""")
LISTED = re.compile(r"^ICONS\b[^=]*= ?\(([^)]*)\)", re.MULTILINE)


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in COPIES.items():
        copy(MODULES / source, VENDOR / name)
    write(VENDOR / "icons.svg", sprite(Icons()))


def copy(source: Path, target: Path) -> None:
    if not source.exists():
        sys.exit(f"\n{source} is missing: remove node_modules and run the command again.")
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        shutil.copyfile(source, target)


def write(target: Path, text: str) -> None:
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


class Icons:
    """Lucide's drawings, as the package carries them."""

    def __init__(self) -> None:
        self.zip = ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
        self.names = {name.removesuffix(".svg") for name in self.zip.namelist()}

    def symbol(self, name: str) -> str:
        drawing = ElementTree.fromstring(self.zip.read(f"{name}.svg"))  # nosec B314
        for element in drawing.iter():
            element.tag = element.tag.removeprefix(SVG)
        shapes = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in drawing)
        return f'<symbol id="{name}" viewBox="{drawing.get("viewBox")}">{shapes}</symbol>'


def sprite(icons: Icons) -> str:
    symbols = "\n".join(icons.symbol(name) for name in sorted(named(icons.names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def named(known: set[str]) -> set[str]:
    """The icons that the product names; one that doesn't exist ends the build with the file that wants it."""
    wanted = set()
    for file, sure, possible in mentions():
        for name in sorted(sure - known):
            sys.exit(f"\n{file.relative_to(PROJECT)} wants the icon {name!r}, which Lucide doesn't have.")
        wanted |= sure | (possible & known)
    return wanted


def mentions() -> Iterator[tuple[Path, set[str], set[str]]]:
    """Each file with the names that must be icons and those that may be."""
    for file in SAAS.rglob("*.html"):
        text = file.read_text()
        yield file, set(SURE.findall(text)), set(LITERAL.findall(text))
    for file in SAAS.rglob("*.py"):
        text = file.read_text()
        listed = LITERAL.findall(" ".join(LISTED.findall(text)))
        yield file, set(SURE.findall(text)) | set(listed), set()


if __name__ == "__main__":
    main()
