// htmx swaps lists only. An answer that is another page (signed out, refused, broken) is shown as that page.
const asked = (detail) => detail.pathInfo.finalRequestPath ?? detail.pathInfo.requestPath;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const wanted = new URL(pathInfo.requestPath, location.href).pathname;
  if (!xhr.responseURL || new URL(xhr.responseURL).pathname === wanted) return;
  event.detail.shouldSwap = false;
  location.assign(xhr.responseURL);
});

document.addEventListener("htmx:responseError", (event) => location.assign(asked(event.detail)));
