// A right brings those it needs: ticking it ticks them, and without one of them it can't stay.
const named = (set, name) => set.querySelector(`[name=rights][value="${name}"]`);

document.addEventListener("change", ({ target }) => {
  const set = target.closest("[data-rights]");
  if (!set || target.name !== "rights") return;
  if (target.checked) {
    const needs = target.dataset.needs.split(" ").filter(Boolean);
    needs.forEach((name) => (named(set, name).checked = true));
  } else {
    const needing = set.querySelectorAll(`[data-needs~="${target.value}"]`);
    needing.forEach((box) => (box.checked = false));
  }
});
