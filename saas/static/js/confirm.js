// A form or submit button with data-confirm asks first, in the page's one dialog; the button that goes on carries
// data-confirm-verb. "{n}" in the texts is the number of ticked rows.
const dialog = document.getElementById("confirm");

const asking = (form, button) => [button, form].find((element) => element?.dataset.confirm);

function ticked(form) {
  const scope = form.closest("section") ?? document;
  return scope.querySelectorAll("[data-check=row]:checked").length;
}

function fill(form, { confirm, confirmText, confirmVerb, confirmTone }) {
  const count = (text) => (text ?? "").replaceAll("{n}", ticked(form));
  const go = dialog.querySelector("[data-verb]");
  dialog.querySelector("#confirm-title").textContent = count(confirm);
  dialog.querySelector("#confirm-text").textContent = count(confirmText);
  go.textContent = count(confirmVerb || confirm);
  go.classList.toggle("btn-danger", confirmTone !== "primary");
  go.classList.toggle("btn-primary", confirmTone === "primary");
}

function ask(form, button) {
  fill(form, asking(form, button).dataset);
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
    if (!dialog || "confirmed" in form.dataset || !asking(form, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, event.submitter);
  },
  true,
);
