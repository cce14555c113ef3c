// <button data-resend="30" data-resend-text="Resend in {s} s"> counts down before it can be pressed; the server counts too.
function countDown(button) {
  const label = button.textContent;
  const until = performance.now() + 1000 * Number(button.dataset.resend);
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? button.dataset.resendText.replace("{s}", left) : label;
    if (left > 0) setTimeout(tick, 250);
  };
  tick();
}

document.querySelectorAll("button[data-resend]").forEach(countDown);
