// Browsers without CSS anchor positioning: put an opened popover at its button. A strict CSP allows writes to .style.
const GAP = 8; // pixels between a popover and the window's edge

function place(popover, button) {
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = popover.classList.contains("end") ? box.right - width : box.left;
  const above = popover.classList.contains("above") || box.bottom + height + GAP > innerHeight;
  popover.style.position = "fixed";
  popover.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  popover.style.top = `${above ? Math.max(GAP, box.top - height - GAP) : box.bottom}px`;
}

if (!CSS.supports("position-area", "bottom")) {
  document.addEventListener(
    "toggle",
    (event) => {
      const popover = event.target;
      if (event.newState !== "open" || !popover.matches?.("[popover]:not(.side)")) return;
      const button = popover.opener ?? document.querySelector(`[popovertarget="${popover.id}"]`);
      if (button) place(popover, button);
    },
    true,
  );
}
