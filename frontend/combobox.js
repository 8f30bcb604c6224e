// A text field with a list of suggestions (the ARIA pattern "combobox with list autocomplete").
// Two kinds share it: a select whose options are searched by all their names, and a field
// whose suggestions the server knows. Without this script both are plain fields.
const PAUSE = 250; // ms without a key until the server is asked

const list = document.createElement("ul");
list.className = "k-suggestions";
list.id = "suggestions";
list.setAttribute("role", "listbox");
list.hidden = true;
const announcer = document.createElement("div");
announcer.className = "govuk-visually-hidden";
announcer.setAttribute("role", "status");

// Kazakh letters count as their neighbours on a Russian keyboard.
const NEAREST = { ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и" };
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[әғқңөұүһі]/g, (letter) => NEAREST[letter])
    .trim();
const words = document.documentElement.querySelector("[data-combobox-words]")?.dataset ?? {};
const say = (text) => (announcer.textContent = text ?? "");

// The options of a select, found by any name or code; first those that begin so.
class SelectSource {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((option) => option.value);
    this.names = this.options.map((option) =>
      [option.text, option.value, ...(option.dataset.names ?? "").split("|")].map(plain).filter(Boolean),
    );
  }

  find(typed) {
    const asked = plain(typed);
    const rank = (names) => {
      if (!asked || names.some((name) => name.startsWith(asked))) return 0;
      return names.some((name) => name.includes(asked)) ? 1 : 2;
    };
    const ranked = this.options.map((option, place) => ({ option, rank: rank(this.names[place]) }));
    const found = ranked.filter(({ rank }) => rank < 2).sort((one, other) => one.rank - other.rank);
    return found.map(({ option }) => ({ value: option.value, text: option.text }));
  }

  exactly(typed) {
    const asked = plain(typed);
    return this.options.filter((_option, place) => this.names[place].includes(asked));
  }

  choose({ value }) {
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const selects = new WeakMap();

function enhance(select) {
  const input = document.createElement("input");
  const source = new SelectSource(select);
  input.type = "text";
  input.className = select.className.replaceAll("govuk-select", "govuk-input");
  input.id = select.id;
  select.id = `${input.id}-select`;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  markAsCombobox(input);
  select.className = "govuk-visually-hidden";
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  select.before(input);
  selects.set(input, source);
  const show = () => (input.value = select.value ? select.selectedOptions[0].text : "");
  show();
  // An answer may change without this field: a colleague's, or a script's.
  select.form?.addEventListener("change", ({ target }) => {
    if (target === input || document.activeElement === input) return;
    if (select.value) listed(input, true);
    if (!input.classList.contains("k-not-listed")) show();
  });
  addEventListener("pageshow", show);
}

function markAsCombobox(input) {
  const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries({ ...marks, "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  input.autocomplete = "off";
  input.spellcheck = false;
}

const state = { input: null, found: [], active: -1, timer: 0, asked: null };

function open(input, found) {
  Object.assign(state, { input, found, active: -1 });
  list.replaceChildren(...state.found.map(item));
  list.hidden = !state.found.length;
  if (list.hidden) {
    close();
    return;
  }
  input.after(list);
  list.setAttribute("aria-label", labelOf(input));
  input.setAttribute("aria-expanded", "true");
}

function item(suggestion, place) {
  const line = document.createElement("li");
  line.id = `suggestion-${place}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.textContent = suggestion.text;
  line.addEventListener("pointerdown", (event) => event.preventDefault());
  line.addEventListener("click", () => choose(place));
  return line;
}

function close() {
  clearTimeout(state.timer);
  state.asked?.abort();
  list.hidden = true;
  state.input?.setAttribute("aria-expanded", "false");
  state.input?.removeAttribute("aria-activedescendant");
  Object.assign(state, { found: [], active: -1 });
}

function labelOf(input) {
  return (input.labels?.[0]?.firstChild?.textContent ?? "").trim();
}

function move(to) {
  list.children[state.active]?.setAttribute("aria-selected", "false");
  state.active = (to + state.found.length) % state.found.length;
  const line = list.children[state.active];
  line.setAttribute("aria-selected", "true");
  line.scrollIntoView({ block: "nearest" });
  state.input.setAttribute("aria-activedescendant", line.id);
}

function choose(place) {
  const { input } = state;
  const suggestion = state.found[place];
  const source = selects.get(input);
  close();
  if (source) {
    input.value = suggestion.text;
    listed(input, true);
    source.choose(suggestion);
  } else {
    take(input, suggestion);
  }
  say((words.chosen ?? "{name}").replace("{name}", suggestion.text));
}

// A shorter entry of the list covers the code that is typed: the code stays.
function take(input, { value, name }) {
  const typed = input.value.replace(/[\s.]/g, "");
  if (!typed.startsWith(value)) input.value = value;
  const other = input.form.elements.namedItem(input.name.replace(input.dataset.suggests, input.dataset.fills));
  if (other && !other.value.trim() && name) other.value = name;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function listed(input, is) {
  input.classList.toggle("k-not-listed", !is);
  let told = document.getElementById(`${input.id}-not-listed`);
  if (is) {
    told?.remove();
    return;
  }
  told ??= Object.assign(document.createElement("p"), { id: `${input.id}-not-listed` });
  told.className = "govuk-body-s k-suggestions__told";
  told.setAttribute("role", "alert");
  told.textContent = words.notListed ?? "";
  input.after(told);
}

// What was typed counts when it is a name or a code of exactly one option.
function left(input) {
  const source = selects.get(input);
  close();
  if (!source) return;
  const typed = input.value.trim();
  const [option, another] = source.exactly(typed);
  if (option && !another) {
    input.value = option.text;
    listed(input, true);
    if (source.select.value !== option.value) source.choose(option);
    return;
  }
  listed(input, !typed);
  if (source.select.value) source.choose({ value: "" });
}

function typed(input) {
  const source = selects.get(input);
  if (source) {
    const found = source.find(input.value);
    open(input, found);
    say(found.length ? (words.found ?? "{count}").replace("{count}", found.length) : words.none);
  } else {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => ask(input), PAUSE);
  }
}

// The server's suggestions: {found: [{value, name, text}], told}
async function ask(input) {
  const query = input.value.replace(/[\s.]/g, "");
  state.asked?.abort();
  const place = toldPlace(input);
  if (query.length < 2) {
    close();
    place.textContent = "";
    return;
  }
  state.asked = new AbortController();
  const url = `${input.closest("[data-suggestions]").dataset.suggestions}?q=${encodeURIComponent(query)}`;
  const headers = { Accept: "application/json" };
  const answer = await fetch(url, { headers, signal: state.asked.signal })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  if (!answer || document.activeElement !== input) return;
  open(input, answer.found);
  place.textContent = answer.told;
}

function toldPlace(input) {
  const id = `${input.id}-told`;
  let place = document.getElementById(id);
  if (!place) {
    place = Object.assign(document.createElement("p"), { id });
    place.className = "govuk-body-s k-suggestions__told";
    place.setAttribute("role", "status");
    input.parentElement.append(place);
  }
  return place;
}

function pressed(event) {
  const { key, target } = event;
  const isOpen = !list.hidden && state.input === target;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    if (!isOpen) typed(target);
    if (!list.hidden && state.input === target) move(state.active + (key === "ArrowDown" ? 1 : isOpen && state.active >= 0 ? -1 : 0));
  } else if (key === "Enter" && isOpen && state.active >= 0) {
    event.preventDefault();
    choose(state.active);
  } else if (key === "Escape" && isOpen) {
    event.preventDefault();
    close();
  } else if (key === "Tab" && isOpen && state.active >= 0) {
    choose(state.active);
  }
}

const isCombobox = (element) => element.matches?.("input[role=combobox]");
document.addEventListener("input", ({ target }) => isCombobox(target) && typed(target));
document.addEventListener("keydown", (event) => isCombobox(event.target) && pressed(event));
document.addEventListener("focusout", ({ target }) => isCombobox(target) && left(target));
document.addEventListener("click", ({ target }) => selects.has(target) && list.hidden && open(target, selects.get(target).find("")));

document.body.append(announcer, list);
for (const select of document.querySelectorAll("select[data-combobox]")) enhance(select);
for (const input of document.querySelectorAll("input[data-suggests]")) markAsCombobox(input);
