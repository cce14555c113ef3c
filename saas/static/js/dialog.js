// Dialogs: [data-open=id] opens, [data-close] closes, a click on the backdrop of closedby=any closes too.
// An opener is a link to a page with the same form, so it works without this file.
function openerOf(event) {
  const opener = event.target.closest("[data-open]");
  return event.ctrlKey || event.metaKey || event.shiftKey ? null : opener;
}

document.addEventListener("click", (event) => {
  const opener = openerOf(event);
  const dialog = opener && document.getElementById(opener.dataset.open);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});

const NATIVE = "closedBy" in HTMLDialogElement.prototype;

function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  const across = event.clientX < box.left || event.clientX > box.right;
  return across || event.clientY < box.top || event.clientY > box.bottom;
}

// mousedown, not click: a selection dragged out of the dialog must not close it
document.addEventListener("mousedown", (event) => {
  const dialog = event.target;
  if (NATIVE || !(dialog instanceof HTMLDialogElement)) return;
  if (dialog.getAttribute("closedby") === "any" && outside(dialog, event)) dialog.close();
});
