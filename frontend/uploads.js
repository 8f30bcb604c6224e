// Several files at once: chosen or dropped, each with its kind, its progress and its result.
// Without this script the same form sends them all in one request.
const AT_ONCE = 2;

class Upload {
  constructor(queue, file) {
    this.queue = queue;
    this.file = file;
    this.state = "waiting";
    this.row = queue.template.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file.name;
    this.part("size").textContent = sizeInWords(file.size);
    for (const of of this.row.querySelectorAll(".k-upload__of")) of.textContent = ` ${file.name}`;
    this.kind = this.part("kind");
    this.replaces = this.part("replaces");
    this.kind.value = queue.batchKind.value;
    this.kind.addEventListener("change", () => this.offerReplacing());
    this.part("cancel").addEventListener("click", () => this.cancel());
    this.part("retry").addEventListener("click", () => this.retry());
    this.offerReplacing();
    this.say(queue.words.waits);
  }

  part(name) {
    return this.row.querySelector(`.k-upload__${name}`);
  }

  say(text, outcome = "") {
    this.part("message").textContent = text;
    this.row.dataset.outcome = outcome;
  }

  // Only documents of the chosen kind can be replaced.
  offerReplacing() {
    const options = [...this.replaces.options].slice(1);
    for (const option of options) {
      option.hidden = option.disabled = option.dataset.kind !== this.kind.value;
      if (option.hidden && option.selected) this.replaces.value = "";
    }
    this.part("replacing").hidden = !options.some((option) => !option.hidden);
  }

  // What can be said without sending; true when the file may go.
  isReady() {
    if (!this.kind.value) this.refuse(this.queue.words.noKind, "waiting");
    else if (this.file.size === 0) this.refuse(this.queue.words.empty);
    else if (this.file.size > this.queue.maxBytes) this.refuse(this.queue.words.tooLarge);
    return this.state === "waiting" && Boolean(this.kind.value);
  }

  refuse(text, state = "refused") {
    this.state = state;
    this.say(text, "refused");
    this.close(state === "waiting");
  }

  close(stillOpen = false) {
    this.part("choices").hidden = !stillOpen;
    this.part("cancel").hidden = !stillOpen;
    this.part("progress").hidden = true;
  }

  send() {
    const words = this.queue.words;
    this.state = "sending";
    this.say(words.sending);
    this.part("choices").hidden = true;
    this.part("retry").hidden = true;
    this.part("cancel").hidden = false;
    this.part("progress").hidden = false;
    this.request = new XMLHttpRequest();
    this.request.open("POST", location.pathname);
    this.request.setRequestHeader("Accept", "application/json");
    this.request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.part("progress").value = (100 * event.loaded) / event.total;
    });
    this.request.upload.addEventListener("load", () => this.say(words.checking));
    this.request.addEventListener("load", () => this.answered());
    this.request.addEventListener("error", () => this.fail(words.lost));
    this.request.addEventListener("timeout", () => this.fail(words.lost));
    this.request.send(this.content());
  }

  content() {
    const content = new FormData();
    const token = this.queue.form.querySelector("[name=csrfmiddlewaretoken]").value;
    content.append("csrfmiddlewaretoken", token);
    content.append("kind", this.kind.value);
    content.append("replaces", this.replaces.value);
    content.append("file", this.file);
    return content;
  }

  answered() {
    let results;
    try {
      results = JSON.parse(this.request.responseText).results;
    } catch {
      this.fail(this.queue.words.signedOut);
      return;
    }
    const { outcome, message } = results[0];
    this.state = outcome;
    this.say(message, outcome);
    this.close();
    this.queue.settled(this);
  }

  // Not the file's fault: it may be sent again.
  fail(text) {
    this.state = "failed";
    this.say(text, "refused");
    this.close(true);
    this.part("retry").hidden = false;
    this.queue.settled(this);
  }

  retry() {
    this.state = "waiting";
    this.queue.begin();
  }

  cancel() {
    const wasSending = this.state === "sending";
    if (wasSending) this.request.abort();
    this.state = "cancelled";
    this.say(this.queue.words.cancelled);
    this.close();
    this.part("retry").hidden = true;
    if (wasSending) this.queue.settled(this);
    else this.queue.drop(this);
  }
}

class Queue {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.maxBytes = Number(form.dataset.maxBytes);
    this.template = document.getElementById("upload-row");
    this.list = form.querySelector(".k-uploads");
    this.summary = form.querySelector(".k-uploads__summary");
    this.batchKind = form.elements.kind;
    this.input = form.elements.file;
    this.uploads = [];
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.begin();
    });
    this.batchKind.addEventListener("change", () => this.spreadKind());
    this.takeDrops();
  }

  takeDrops() {
    const note = document.createElement("p");
    note.className = "k-drop__note";
    note.textContent = this.words.drop;
    this.input.after(note);
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.form.addEventListener(name, (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        this.form.classList.toggle("k-drop--over", name.startsWith("drage") || name === "dragover");
        if (name === "drop") this.add(event.dataTransfer.files);
      });
    }
  }

  add(files) {
    this.summary.textContent = "";
    for (const file of files) {
      const upload = new Upload(this, file);
      this.uploads.push(upload);
      this.list.append(upload.row);
    }
    this.list.hidden = this.uploads.length === 0;
  }

  drop(upload) {
    upload.row.remove();
    this.uploads = this.uploads.filter((other) => other !== upload);
    this.list.hidden = this.uploads.length === 0;
    this.input.focus();
  }

  // Files that have no kind yet take the batch's.
  spreadKind() {
    for (const upload of this.uploads) {
      if (upload.state !== "waiting" || upload.kind.value) continue;
      upload.kind.value = this.batchKind.value;
      upload.offerReplacing();
    }
  }

  begin() {
    if (!this.uploads.length) {
      this.summary.textContent = this.words.noFile;
      this.input.focus();
      return;
    }
    const waiting = this.uploads.filter((upload) => upload.state === "waiting");
    this.ready = waiting.filter((upload) => upload.isReady());
    const unsaid = waiting.find((upload) => upload.state === "waiting" && !upload.kind.value);
    if (unsaid) {
      this.summary.textContent = this.words.noKind;
      unsaid.kind.focus();
    }
    this.next();
  }

  next() {
    const sending = this.uploads.filter((upload) => upload.state === "sending").length;
    const free = Math.max(0, AT_ONCE - sending);
    for (const upload of (this.ready ?? []).splice(0, free)) upload.send();
    if (!sending && !this.isBusy()) this.finish();
  }

  isBusy() {
    return this.uploads.some((upload) => upload.state === "sending");
  }

  settled(upload) {
    this.summary.textContent = `${upload.file.name}: ${upload.part("message").textContent}`;
    this.next();
  }

  async finish() {
    const settled = this.uploads.filter((upload) => !["waiting", "cancelled"].includes(upload.state));
    if (!settled.length || this.uploads.some((upload) => upload.state === "waiting")) return;
    const added = settled.filter((upload) => ["added", "same"].includes(upload.state)).length;
    const counts = `${this.words.added} ${added}. ${this.words.refused} ${settled.length - added}.`;
    await this.refresh();
    this.summary.textContent = `${this.words.done} ${counts}`;
    this.form.dataset.finished = String(settled.length);
  }

  // The list as the server has it now; what was added stays named above, without a form.
  async refresh() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["document-room", "document-list", "upload-row"]) {
      const fresh = page.getElementById(id);
      if (fresh) document.getElementById(id).replaceWith(document.adoptNode(fresh));
    }
    this.template = document.getElementById("upload-row");
  }
}

function sizeInWords(bytes) {
  const units = ["byte", "kilobyte", "megabyte"];
  const step = Math.min(2, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const format = { style: "unit", unit: units[step], unitDisplay: "long", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(bytes / 1024 ** step);
}

const form = document.getElementById("uploads");
if (form) new Queue(form);
