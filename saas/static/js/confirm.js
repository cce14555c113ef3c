// A form or submit button with data-confirm asks first, in the page's one dialog; the button that goes on carries
// data-confirm-verb. "{n}" in the texts is the number of ticked rows. It is no module and is loaded before the body:
// a button that can be seen is a button that asks.
const asking = (form, button) => [button, form].find((element) => element?.dataset.confirm);

function ticked(form) {
  const scope = form.closest("section") ?? document;
  return scope.querySelectorAll("[data-check=row]:checked").length;
}

function fill(dialog, form, { confirm, confirmText, confirmVerb, confirmTone }) {
  const count = (text) => (text ?? "").replaceAll("{n}", ticked(form));
  const go = dialog.querySelector("[data-verb]");
  dialog.querySelector("#confirm-title").textContent = count(confirm);
  dialog.querySelector("#confirm-text").textContent = count(confirmText);
  go.textContent = count(confirmVerb || confirm);
  go.classList.toggle("btn-danger", confirmTone !== "primary");
  go.classList.toggle("btn-primary", confirmTone === "primary");
}

function ask(form, button) {
  const dialog = document.getElementById("confirm");
  fill(dialog, form, asking(form, button).dataset);
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && goOn(form, button), { once: true });
  dialog.showModal();
}

function goOn(form, button) {
  form.dataset.confirmed = "";
  form.requestSubmit(button);
  delete form.dataset.confirmed;
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const button = event.submitter;
    if ("confirmed" in form.dataset || !asking(form, button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // the dialog stands at the end of the page
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => ask(form, button), { once: true });
    else ask(form, button);
  },
  true,
);
