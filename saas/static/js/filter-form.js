// Filter forms submit when a choice changes; where htmx swaps the list alone, also while one types.
const FORM = "form[data-filter-form]";
const PAUSE = 250; // milliseconds without a key before the search runs
let timer;

document.addEventListener("change", (event) => {
  if (event.target.matches(`${FORM} :is(select, input[type=date], input[type=checkbox])`)) {
    event.target.form.requestSubmit();
  }
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!window.htmx || !field.matches(`${FORM}[hx-get] input[type=search]`)) return;
  clearTimeout(timer);
  timer = setTimeout(() => field.form.requestSubmit(), PAUSE);
});

// Empty fields would only lengthen the address.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches(FORM)) return;
  [...event.formData].filter(([, value]) => value === "").forEach(([name]) => event.formData.delete(name));
});
