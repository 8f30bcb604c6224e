// Several cells pasted into one of the table's cells fill the rows below. The server reads
// them, by the rules of the page for pasting: here they are only put into their places.
const PATIENCE = 15_000; // ms for an answer

class PastedRows {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.status = place.querySelector("[role=status]");
    this.told = place.querySelector("[data-told]");
    this.undoButton = place.querySelector("[data-undo]");
    this.prefix = place.dataset.prefix;
    this.form.addEventListener("paste", (event) => this.pasted(event));
    this.undoButton.addEventListener("click", () => this.undo());
  }

  get rows() {
    return [...this.form.querySelectorAll(".k-formset__item")];
  }

  counter(name) {
    return this.form.elements.namedItem(`${this.prefix}-${name}`);
  }

  field(row, name) {
    return this.form.elements.namedItem(`${this.prefix}-${row}-${name}`);
  }

  pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const cell = new RegExp(`^${this.prefix}-(\\d+)-(\\w+)$`).exec(event.target.name ?? "");
    if (!cell || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    this.read(text, Number(cell[1]), cell[2], event.target);
  }

  async read(text, row, first, field) {
    this.tell(this.place.dataset.reading, []);
    const answer = await this.ask(text, first).catch(() => null);
    if (!answer) {
      this.tell(this.place.dataset.failed, []);
      return;
    }
    if (answer.rows.length) this.fill(answer, row);
    else this.tell(answer.told.join(" "), []);
    field.focus();
  }

  async ask(text, first) {
    const response = await fetch(this.place.dataset.read, {
      method: "POST",
      body: new URLSearchParams({ pasted: text, first }),
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.headers.get("content-type")?.includes("json") ? response.json() : null;
  }

  fill({ rows, told }, from) {
    const most = Number(this.counter("MAX_NUM_FORMS").value);
    const fitting = rows.slice(0, Math.max(most - from, 0));
    this.before = { count: this.rows.length, values: [] };
    while (this.rows.length < from + fitting.length) this.addRow();
    fitting.forEach((row, place) => this.fillRow(from + place, row));
    this.changed();
    this.undoButton.hidden = false;
    const { filled, tooMany } = this.place.dataset;
    const lines = fitting.length < rows.length ? [tooMany, ...told] : told;
    this.tell(filled.replace("{rows}", String(fitting.length)), lines);
  }

  fillRow(place, row) {
    for (const [name, value] of Object.entries(row)) {
      const field = this.field(place, name);
      this.before.values.push([field, field.value]);
      field.value = value;
      document.getElementById(`${field.id}-told`)?.replaceChildren();
    }
  }

  addRow() {
    const last = this.rows.at(-1);
    const number = this.rows.length;
    const row = last.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) renumber(element, this.prefix, number);
    for (const gone of row.querySelectorAll("[id$=_error]")) gone.remove();
    for (const field of row.querySelectorAll("input, select, textarea")) empty(field);
    row.id = `${this.prefix}-${number + 1}`;
    for (const words of [row.querySelector("legend"), row.querySelector("button span")]) {
      if (words) words.textContent = words.textContent.replace(/\d+/, String(number + 1));
    }
    const remove = row.querySelector("button[name=remove_row]");
    if (remove) remove.value = String(number);
    last.after(row);
    this.counter("TOTAL_FORMS").value = String(number + 1);
  }

  undo() {
    if (!this.before) return;
    for (const [field, value] of this.before.values.toReversed()) field.value = value;
    for (const row of this.rows.slice(this.before.count)) row.remove();
    this.counter("TOTAL_FORMS").value = String(this.before.count);
    this.before = null;
    this.changed();
    this.undoButton.hidden = true;
    this.rows.at(0)?.querySelector("input")?.focus();
    this.tell(this.place.dataset.undone, []);
  }

  // The autosave listens to the form.
  changed() {
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  tell(text, lines) {
    this.status.textContent = [text, ...lines.slice(0, 1)].filter(Boolean).join(" ");
    this.told.replaceChildren(
      ...lines.slice(1).map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
    this.told.hidden = lines.length < 2;
  }
}

function renumber(element, prefix, number) {
  for (const name of ["id", "name", "for", "aria-describedby"]) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, value.replaceAll(new RegExp(`${prefix}-\\d+-`, "g"), `${prefix}-${number}-`));
  }
}

function empty(field) {
  field.value = "";
  field.removeAttribute("value");
  field.removeAttribute("aria-invalid");
  for (const name of ["input", "select", "textarea"]) field.classList.remove(`govuk-${name}--error`);
  const group = field.closest(".govuk-form-group");
  group?.classList.remove("govuk-form-group--error");
  const hint = group?.querySelector(".govuk-hint");
  if (hint) field.setAttribute("aria-describedby", hint.id);
  else field.removeAttribute("aria-describedby");
  for (const option of field.options ?? []) option.removeAttribute("selected");
}

function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

const place = document.querySelector("[data-pasting]");
if (place) new PastedRows(place);
