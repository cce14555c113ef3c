// The theme changes at once; the server is told meanwhile. Without this file the form posts and the page comes back.
const root = document.documentElement;

function show(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.querySelectorAll("[data-theme-form]").forEach((form) => {
    form.querySelector("[role=menuitemradio]").setAttribute("aria-checked", form.dataset.themeForm === theme);
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]")) return;
  event.preventDefault();
  show(form.dataset.themeForm);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) form.submit();
  } catch {
    form.submit();
  }
});
