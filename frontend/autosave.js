// A section saves itself while it is typed. Nothing of it is kept in the browser: what
// could not be sent stands on the page, and is sent as soon as it can be.
const PAUSE = 1500; // ms without a key until it is saved
const LONGEST = 10_000; // ms of steady typing until it is saved all the same
const BACKOFF = [2000, 4000, 8000, 15_000, 30_000];
const PATIENCE = 20_000; // ms for an answer
const KEEPALIVE_MOST = 60_000; // bytes that a browser sends after its page is gone
const TICKED = ["checkbox", "radio"];
const NO_ANSWERS = ["csrfmiddlewaretoken", "version", "proof"];

class Autosave {
  constructor(form) {
    this.form = form;
    this.place = document.getElementById("autosave");
    this.state = this.place.querySelector("[role=status]");
    this.signIn = this.place.querySelector("[data-sign-in]");
    this.compare = this.place.querySelector("[data-compare]");
    this.version = form.elements.namedItem("version").value;
    this.page = newName();
    this.sequence = 0;
    this.failures = 0;
    this.saved = this.asServed();
    this.place.hidden = false;
    this.listen();
  }

  listen() {
    const { form } = this;
    form.addEventListener("formdata", (event) => this.sign(event.formData));
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.tryAgain());
    addEventListener("focus", () => this.tryAgain());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => this.comeBack());
    document.addEventListener("visibilitychange", () =>
      document.visibilityState === "hidden" ? this.leave() : this.tryAgain(),
    );
    addEventListener("beforeunload", (event) => this.isUnsaved && event.preventDefault());
  }

  // Only a script knows which page this is and what it has saved since it was opened.
  sign(data) {
    data.set("version", this.version);
    data.set("page", this.page);
    data.set("sequence", String(++this.sequence));
  }

  get answers() {
    const isAnswer = ({ name, type, disabled }) =>
      name && !disabled && !NO_ANSWERS.includes(name) && !["submit", "button", "file"].includes(type);
    return [...this.form.elements].filter(isAnswer);
  }

  // The answers alone: what is compared, sent, and what others' changes are written into.
  typed() {
    return asText(this.answers, (field) => field.value, (field) => field.checked);
  }

  // A browser may bring back what was typed before: the page as it came is what is saved.
  asServed() {
    return asText(this.answers, valueServed, (field) => field.defaultChecked);
  }

  get isUnsaved() {
    return !this.isSubmitting && this.typed() !== this.saved;
  }

  changed() {
    if (this.stopped || !this.isUnsaved) return;
    this.since ??= Date.now();
    const left = Math.min(PAUSE, this.since + LONGEST - Date.now());
    if (!this.failures) this.plan(Math.max(left, 0));
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  tryAgain() {
    if (!this.stopped && this.isUnsaved && !this.inFlight) this.save();
  }

  // One at a time; what is typed meanwhile goes with the next one.
  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.stopped || this.inFlight || !this.isUnsaved) return;
    const typed = this.typed();
    const sending = new AbortController();
    this.inFlight = sending;
    this.since = null;
    const slow = setTimeout(() => this.say(this.state.dataset.saving), 700);
    const late = setTimeout(() => sending.abort(), PATIENCE);
    const answer = await this.send(typed, keepalive, sending.signal).catch(() => ({ state: "offline" }));
    clearTimeout(slow);
    clearTimeout(late);
    if (this.inFlight !== sending) return; // a newer one has taken its place
    this.inFlight = null;
    if (!this.isSubmitting) this.hear(answer, typed);
  }

  async send(typed, keepalive, signal) {
    const body = new URLSearchParams(typed);
    this.sign(body);
    body.set("member", this.form.dataset.member);
    const fits = body.toString().length < KEEPALIVE_MOST;
    const response = await fetch(this.form.dataset.autosave, {
      method: "POST",
      body,
      // Another tab may have signed in since: the cookie always holds the token of now.
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: keepalive && fits,
      signal,
    });
    // Sent elsewhere: something is asked before one may go on, as after a sign-in.
    if (response.type === "opaqueredirect") return { state: "signed_out" };
    const isOurs = response.headers.get("content-type")?.includes("json");
    return isOurs ? response.json() : { state: "failed" };
  }

  hear(answer, typed) {
    const { state } = answer;
    this.place.dataset.state = state;
    this.failures = state === "saved" ? 0 : this.failures + 1;
    this.signIn.hidden = !["signed_out", "somebody_else", "csrf"].includes(state);
    this.compare.hidden = state !== "conflict";
    this.stopped = ["conflict", "forbidden", "gone", "moved_on"].includes(state);
    if (state === "saved") this.take(answer, typed);
    else if (state === "conflict") this.say(answer.text);
    else this.explain(state);
  }

  explain(state) {
    const word = { signed_out: "signedOut", csrf: "signedOut", somebody_else: "somebodyElse" };
    const key = { ...word, moved_on: "movedOn" }[state] ?? state;
    this.say(this.state.dataset[key] ?? this.state.dataset.failed);
    if (!this.stopped) this.plan(BACKOFF[Math.min(this.failures, BACKOFF.length) - 1]);
  }

  take({ version, text, changes }, typed) {
    if (!this.show(changes, typed)) {
      // A colleague's answer came in where somebody types just now: a question for a person.
      this.stopped = true;
      this.page = newName();
      this.compare.hidden = false;
      this.place.dataset.state = "conflict";
      this.say(this.state.dataset.conflict);
      return;
    }
    this.version = String(version);
    this.saved = withChanges(typed, changes, this.answers);
    this.say(text);
    if (this.isUnsaved) this.changed();
  }

  // Others' changes are written into the page, unless the answer was touched meanwhile.
  show(changes, typed) {
    const before = new URLSearchParams(typed);
    const now = new URLSearchParams(this.typed());
    const names = Object.keys(changes);
    if (names.some((name) => before.get(name) !== now.get(name))) return false;
    for (const name of names) {
      for (const field of this.fields(name)) {
        if (TICKED.includes(field.type)) field.checked = field.value === changes[name];
        else field.value = changes[name];
      }
    }
    if (names.length) this.form.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  fields(name) {
    return this.answers.filter((field) => field.name === name);
  }

  leave() {
    if (this.stopped || !this.isUnsaved) return;
    // What is under way is older: its place in the order lets the server drop it.
    this.inFlight?.abort();
    this.inFlight = null;
    this.save({ keepalive: true });
  }

  submitted(event) {
    if (!navigator.onLine) {
      event.preventDefault(); // the browser's error page would take the place of this one
      this.place.dataset.state = "offline";
      this.say(this.state.dataset.offline);
      return;
    }
    this.isSubmitting = true;
    clearTimeout(this.timer);
    const token = this.form.elements.namedItem("csrfmiddlewaretoken");
    token.value = csrfToken() || token.value;
  }

  comeBack() {
    this.isSubmitting = false;
    this.changed();
  }

  say(text) {
    if (this.state.textContent !== text) this.state.textContent = text;
  }
}

function newName() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.slice(0, 36);
}

function asText(fields, valueOf, isChecked) {
  const data = new URLSearchParams();
  for (const field of fields) {
    if (!TICKED.includes(field.type) || isChecked(field)) data.append(field.name, valueOf(field));
  }
  return data.toString();
}

function valueServed(field) {
  if (!field.options) return TICKED.includes(field.type) ? field.value : field.defaultValue;
  const chosen = [...field.options].find((option) => option.defaultSelected);
  return (chosen ?? field.options[0])?.value ?? "";
}

// What was sent, with others' changes in it, in the order of the page as typed() gives it.
function withChanges(typed, changes, fields) {
  const sent = new URLSearchParams(typed);
  const wasSent = (field) => (changes[field.name] ?? sent.get(field.name)) === field.value;
  const stored = (field) => changes[field.name] ?? sent.get(field.name) ?? "";
  if (!Object.keys(changes).length) return typed;
  return asText(fields, (field) => (TICKED.includes(field.type) ? field.value : stored(field)), wasSent);
}

function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

const form = document.querySelector("form[data-autosave]");
if (form) new Autosave(form);
