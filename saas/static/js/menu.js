// Menus ([data-menu] popovers): focus moves in on opening, arrows, Home, End and letters move it, Tab closes.
const ITEM = "[role^=menuitem]:not([disabled])";

const itemsOf = (menu) => [...menu.querySelectorAll(ITEM)];

// `opener` is the link that role-menu.js opened it for
const buttonsOf = (menu) => (menu.opener ? [menu.opener] : document.querySelectorAll(`[popovertarget="${menu.id}"]`));

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("[data-menu]")) return;
    const open = event.newState === "open";
    buttonsOf(menu).forEach((button) => button.setAttribute("aria-expanded", open));
    if (open) (menu.querySelector("[aria-checked=true], [aria-current]") ?? itemsOf(menu)[0])?.focus();
  },
  true,
);

const STEPS = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

function byLetter(items, at, letter) {
  const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return after.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu]");
  if (!menu) return;
  if (event.key === "Tab") return menu.hidePopover();
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement);
  const step = STEPS[event.key];
  const plain = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const next = step ? items[step(at, items.length)] : plain && byLetter(items, at, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
});
