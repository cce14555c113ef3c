// [data-reveal=id] shows and hides the password in that field; it is hidden again before the form goes out.
const hide = (button, hidden) => {
  document.getElementById(button.dataset.reveal).type = hidden ? "password" : "text";
  button.setAttribute("aria-pressed", !hidden);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (button) hide(button, button.getAttribute("aria-pressed") === "true");
});

document.addEventListener("submit", (event) => {
  event.target.querySelectorAll("[data-reveal]").forEach((button) => hide(button, true));
});
