// Flask-Admin's inline models: [data-inline-add] appends a copy of the template, numbered prefix-N as the server reads it.
const NAMED = ["id", "name", "for"];

function number(card, prefix) {
  card.querySelectorAll("[id], [name], [for]").forEach((element) => {
    for (const attribute of NAMED) {
      const value = element.getAttribute(attribute);
      if (value === null || value.startsWith(prefix)) continue;
      element.setAttribute(attribute, `${prefix}-${value.replace(/^-/, "")}`);
    }
  });
}

function newCard(list) {
  const card = document.createElement("div");
  card.className = "card card-body stack";
  card.id = `${list.dataset.inline}-${list.querySelectorAll(":scope > .card").length}`;
  card.append(list.querySelector(":scope > template").content.cloneNode(true));
  number(card, card.id);
  return card;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-inline-add]");
  if (!button) return;
  const card = newCard(button.closest("[data-inline]"));
  button.parentElement.before(card);
  card.querySelector("input, select, textarea")?.focus();
});
