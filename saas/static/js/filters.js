// Flask-Admin's "Add filter": the chosen condition decides the name and the kind of the value's field.
const TYPES = { datepicker: "date", datetimepicker: "datetime-local", timepicker: "time" };

function choice(options) {
  const select = document.createElement("select");
  select.className = "select";
  options.forEach(([value, text]) => select.add(new Option(text, value)));
  return select;
}

function blank(type) {
  const input = document.createElement("input");
  input.className = "input";
  input.type = TYPES[type] ?? "text";
  return input;
}

function valueField(form) {
  const condition = form.querySelector("#fop").selectedOptions[0];
  const { options, type } = condition.dataset;
  const field = options ? choice(JSON.parse(options)) : blank(type);
  field.id = "fval";
  field.required = true;
  field.name = `flt${form.dataset.filter}_${condition.value}`;
  return field;
}

// Flask-Admin reads "2026-06-01 09:30:00" where the browser gives "2026-06-01T09:30".
function sendDateTime(form, input) {
  const hidden = document.createElement("input");
  hidden.type = "hidden";
  hidden.name = input.name;
  hidden.value = `${input.value.replace("T", " ")}:00`;
  input.removeAttribute("name");
  form.append(hidden);
}

document.querySelectorAll("form[data-filter]").forEach((form) => {
  const show = () => form.querySelector("[data-value]").replaceChildren(valueField(form));
  form.querySelector("#fop").addEventListener("change", show);
  form.addEventListener("submit", () => {
    const input = form.querySelector("#fval");
    if (input.type === "datetime-local") sendDateTime(form, input);
  });
  show();
});
