"""What a person touches the page with: a mouse, a finger, or the keyboard alone."""

from playwright.sync_api import Locator, Page

FARTHEST = 120  # keys to one place; more than any page has to offer

# Which key brings the focus nearer; none once it is there. In a menu and among radios the arrows do.
TOWARDS = """target => {
  const at = document.activeElement;
  if (at === target) return "";
  const menu = target.closest("[data-menu]");
  const sibling = at.type === "radio" && at.form === target.form && at.name === target.name;
  if (sibling || menu?.contains(at)) return "ArrowDown";
  return target.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING ? "Shift+Tab" : "Tab";
}"""
# What hides the focus from the eye, or nothing. A radio card shows it as a whole.
HIDDEN = """target => {
  const ringed = ({outlineStyle, outlineWidth}) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  if (!target.matches(":focus-visible")) return "is focused, invisibly";
  const shown = [target, target.closest("label")].filter(Boolean);
  if (!shown.some(each => ringed(getComputedStyle(each)))) return "has no focus ring";
  const {left, top, width, height} = target.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!above) return "is focused outside the window";
  return target.contains(above) || above.contains(target) ? "" : "is focused under " + above.outerHTML.slice(0, 80);
}"""


class Mouse:
    def __init__(self, page: Page):
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def fill(self, field: Locator, text: str) -> None:
        self.press(field)
        field.fill(text)

    def tick(self, box: Locator) -> None:
        """A box, or one of several radios."""
        if not box.is_checked():
            self.press(box)

    def pick(self, select: Locator, option: str) -> None:
        self.press(select)
        select.select_option(label=option)


class Finger(Mouse):
    def press(self, target: Locator) -> None:
        target.tap()


class Keys(Mouse):
    """Tab, Shift+Tab, the arrows, Enter and Space; at each stop the eye must see where the focus is."""

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def pick(self, select: Locator, option: str) -> None:
        self.reach(select)
        self.page.keyboard.type(option)

    def reach(self, target: Locator) -> None:
        target.wait_for()
        for _ in range(FARTHEST):
            if not (key := target.evaluate(TOWARDS)):
                hidden = target.evaluate(HIDDEN)
                assert not hidden, f"{target} {hidden}"
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{target} can't be reached by keyboard")
