"""Accessibility and fit: axe-core on the page as it stands, no sideways scrolling, no text outside its place."""

from pathlib import Path

AXE = Path("node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}

SPILLING = """() => [...document.querySelectorAll(".btn")]
  .filter(({scrollWidth, clientWidth, scrollHeight, clientHeight}) =>
    scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)
  .map(button => `the text of "${button.textContent.trim()}" spills out of its button`)"""

HIDDEN_TABS = """() => [...document.querySelectorAll(".tabs a")]
  .filter(tab => tab.getBoundingClientRect().right > innerWidth)
  .map(tab => `the tab "${tab.textContent.trim()}" lies outside the window`)"""
SQUEEZED = """() => [...document.querySelectorAll(".card-head > .grow")]
  .filter(text => text.clientWidth < 160)
  .map(text => `"${text.textContent.trim()}" is squeezed by what stands beside it`)"""


def violations(page) -> list[str]:
    """What axe finds, a line each. The script goes in through the debugger, which a page's CSP doesn't bind."""
    page.evaluate(AXE.read_text() + "\n;0")
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    hits = [(rule["id"], node["target"], node["failureSummary"][:160]) for rule in found for node in rule["nodes"]]
    return [f"{rule}: {target} {summary}" for rule, target, summary in hits]


def spilling(page) -> list[str]:
    """Buttons whose text is wider or higher than they are."""
    return page.evaluate(SPILLING)


def cramped(page) -> list[str]:
    """Tabs that nobody sees, and card heads of a word a line."""
    return page.evaluate(HIDDEN_TABS) + page.evaluate(SQUEEZED)


def sideways(page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
