"""Accessibility: axe-core on the page as it stands, and no sideways scrolling."""

from pathlib import Path

AXE = Path("node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}


def violations(page) -> list[str]:
    """What axe finds, a line each. The script goes in through the debugger, which a page's CSP doesn't bind."""
    page.evaluate(AXE.read_text() + "\n;0")
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    hits = [(rule["id"], node["target"], node["failureSummary"][:160]) for rule in found for node in rule["nodes"]]
    return [f"{rule}: {target} {summary}" for rule, target, summary in hits]


def sideways(page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
