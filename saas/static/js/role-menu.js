// One menu for a whole list: [data-menu-here=id] opens it where it stands; data-action and data-value say for which row.
// Without this file the link leads to the page where the same is chosen.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-menu-here]");
  const menu = link && document.getElementById(link.dataset.menuHere);
  if (!menu || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  menu.querySelector("form").action = link.dataset.action;
  for (const item of menu.querySelectorAll("[role=menuitemradio]")) {
    item.setAttribute("aria-checked", item.value === link.dataset.value);
  }
  menu.setAttribute("aria-label", link.getAttribute("aria-label"));
  menu.opener = link;
  menu.showPopover({ source: link });
});
