// Ticked rows: [data-check=all] ticks every [data-check=row] of its section; [data-bulk] shows while any is ticked.
const scopeOf = (box) => box.closest("section, form") ?? document;

function refresh(scope) {
  const rows = [...scope.querySelectorAll("[data-check=row]")];
  const count = rows.filter((row) => row.checked).length;
  const all = scope.querySelector("[data-check=all]");
  if (all) {
    all.checked = count > 0 && count === rows.length;
    all.indeterminate = count > 0 && count < rows.length;
  }
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  bar.hidden = count === 0;
  bar.querySelector("[data-n]").textContent = count;
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("[data-check]")) return;
  const scope = scopeOf(box);
  if (box.dataset.check === "all") {
    scope.querySelectorAll("[data-check=row]").forEach((row) => (row.checked = box.checked));
  }
  refresh(scope);
});

// Going back, the browser restores the ticks without a change event; a swapped list comes back with none.
const start = () => document.querySelectorAll("[data-check=all]").forEach((box) => refresh(scopeOf(box)));
addEventListener("pageshow", start);
document.addEventListener("htmx:afterSettle", start);
