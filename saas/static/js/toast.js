// Toasts leave after six seconds, not while the pointer or the focus is on them, nor while they offer something to
// press: nobody has to hurry. [data-dismiss] closes one at once.
const STAY = 6000; // milliseconds
const LEAVE = 200; // milliseconds, as long as the transition of .leaving
const region = document.getElementById("toasts");

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), LEAVE);
}

function begin(toast) {
  let timer;
  const run = () => (timer = setTimeout(() => leave(toast), STAY));
  const pause = () => clearTimeout(timer);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => leave(toast));
  if (toast.querySelector("form")) return;
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("pointerleave", run);
  toast.addEventListener("focusout", run);
  run();
}

if (region) {
  const toasts = [...region.querySelectorAll(".toast")];
  new MutationObserver((changes) => {
    changes.flatMap((change) => [...change.addedNodes]).forEach((node) => node.matches?.(".toast") && begin(node));
  }).observe(region, { childList: true });
  // What stands in a live region when the page loads is not read aloud; what is put in later is.
  region.replaceChildren();
  requestAnimationFrame(() => region.append(...toasts));
}
