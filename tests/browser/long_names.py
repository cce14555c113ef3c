"""A page as it becomes once people, workspaces and addresses are long, and one word."""

from tests.browser import axe

NAME = "Wolfeschlegelsteinhausenbergerdorff" * 2  # 70 letters; a column holds 80
ADDRESS = f"{NAME.lower()}@subsidiary.example.test"
# Of the demo's people and workspaces; each text of the page that says one says a long one instead.
NAMES = r"\b(Ada Moreau|Adam Keller|Mel Okafor|Eve Stone|Olga Berg|Kenji Watanabe|Acme|Globex|Ada|Adam|Mel)\b"
LENGTHEN = """([names, name, address]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    if (text.parentElement.closest("script, style, textarea, code")) continue
    text.data = text.data
      .replace(/[\\w.+-]+@[\\w.-]+\\.test/g, address)
      .replace(new RegExp(names, "g"), name)
  }
}"""
SMALLEST = 24  # px; WCAG 2.2, 2.5.8
OUT_OF_REACH = """smallest => [...document.querySelectorAll("td .btn-icon")].filter(button => {
  button.scrollIntoView({block: "center"});
  const {left, top, width, height} = button.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return width < smallest || !button.contains(hit);
}).map(button => `"${button.ariaLabel}" is out of reach`)"""
OUTSIDE = """() => [...document.querySelectorAll(".card *")].filter(part => {
  if (part.closest(".table-wrap, .trunc, pre") || !part.checkVisibility()) return false
  return part.getBoundingClientRect().right > part.closest(".card").getBoundingClientRect().right + 1
}).map(part => `"${part.textContent.trim().slice(0, 40)}" reaches out of its card`)"""


def faults(page) -> list[str]:
    """What no longer fits. Changes the page: the last thing to ask of it."""
    page.evaluate(LENGTHEN, [NAMES, NAME, ADDRESS])
    found = page.evaluate(OUT_OF_REACH, SMALLEST) + page.evaluate(OUTSIDE) + axe.cramped(page)
    if extra := axe.sideways(page):
        found.append(f"scrolls sideways by {extra} px")
    return [f"with long names: {fault}" for fault in found]
