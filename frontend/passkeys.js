// Passkeys: the server's options stand in a data- attribute, the answer goes back in a form.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const withBytes = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

function creationOptions(options, form) {
  const alone = form.elements.passwordless?.checked;
  const need = alone ? "required" : "preferred";
  return {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: Boolean(alone),
      userVerification: need,
    },
  };
}

const requestOptions = (options) => ({
  ...options,
  challenge: toBytes(options.challenge),
  allowCredentials: withBytes(options.allowCredentials),
});

function asJSON(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(part) {
  if (part.dataset.options) return JSON.parse(part.dataset.options);
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(part.dataset.optionsUrl, { headers });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  const options = (await answer.json()).request_options;
  return options.publicKey;
}

const ERRORS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "insecure" };

async function ask(part, form) {
  const options = await optionsOf(part);
  return part.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: creationOptions(options, form) })
    : navigator.credentials.get({ publicKey: requestOptions(options) });
}

function furnish(part) {
  const form = part.closest("form");
  const button = part.querySelector("[data-passkey-button]");
  const error = part.querySelector("[data-passkey-error]");
  part.querySelector("[data-passkey-missing]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    error.textContent = "";
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(asJSON(await ask(part, form)));
      form.requestSubmit();
    } catch (problem) {
      error.textContent = part.dataset[ERRORS[problem.name] ?? "failed"];
    } finally {
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const part of document.querySelectorAll("[data-passkey]")) furnish(part);
}
