// [data-passkey=get|create] asks the device for a passkey and sends what it answers with its form.
const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const named = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: decode(each.id) }));

// What JSON can't hold comes as text and goes as text.
function unpack(options) {
  const ready = { ...options, challenge: decode(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: decode(options.user.id) };
  ready.excludeCredentials = named(options.excludeCredentials);
  ready.allowCredentials = named(options.allowCredentials);
  return ready;
}

function pack(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = encode(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return { id: credential.id, rawId: encode(credential.rawId), type: credential.type, response: parts };
}

async function ask(button) {
  const { form, dataset } = button;
  const answer = form.querySelector("[data-passkey-answer]");
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const fetched = await fetch(dataset.options, { method: "POST", body });
  if (!fetched.ok) throw new Error(fetched.statusText);
  const publicKey = unpack(await fetched.json());
  answer.value = JSON.stringify(pack(await navigator.credentials[dataset.passkey]({ publicKey })));
  form.requestSubmit();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-passkey]");
  if (!button || !button.form.reportValidity()) return;
  event.preventDefault();
  if (button.disabled) return;
  const refused = button.form.querySelector("[data-passkey-refused]");
  refused.hidden = button.disabled = true;
  try {
    await ask(button);
  } catch {
    refused.hidden = false;
  } finally {
    button.disabled = false;
  }
});

if (!window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach((button) => (button.disabled = true));
