// Flask-Admin's AJAX foreign keys: a text field with suggestions from its look-up URL in front of the hidden key.
const PAUSE = 150; // milliseconds without a key before asking
const ROWS = 10;

function textField(hidden, chosen) {
  const input = document.createElement("input");
  input.className = "input";
  input.autocomplete = "off";
  input.id = `${hidden.id}-text`;
  input.value = chosen ? chosen[1] : "";
  document.querySelector(`label[for="${hidden.id}"]`)?.setAttribute("for", input.id);
  return input;
}

async function lookUp(url, query) {
  const answer = await fetch(`${url}&query=${encodeURIComponent(query)}&offset=0&limit=${ROWS}`);
  return answer.ok ? answer.json() : [];
}

function combine(hidden) {
  const chosen = JSON.parse(hidden.dataset.json || "null");
  const keys = new Map(chosen ? [[chosen[1], chosen[0]]] : []);
  const input = textField(hidden, chosen);
  const list = document.createElement("datalist");
  list.id = `${hidden.id}-list`;
  input.setAttribute("list", list.id);
  const settle = () => (hidden.value = keys.get(input.value) ?? "");
  const suggest = async () => {
    const rows = await lookUp(hidden.dataset.url, input.value);
    rows.forEach(([key, text]) => keys.set(text, key));
    list.replaceChildren(...rows.map(([, text]) => new Option("", text)));
    settle();
  };
  let timer;
  input.addEventListener("input", () => {
    settle();
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  hidden.type = "hidden";
  hidden.after(input, list);
}

document.querySelectorAll("[data-role=select2-ajax]").forEach(combine);
