// [data-copy=text] puts the text on the clipboard and says so for two seconds.
const SAID = 2000; // milliseconds

async function copy(button) {
  const label = button.querySelector("span");
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = before), SAID);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button && button.querySelector("span").textContent !== button.dataset.copied) copy(button);
});
