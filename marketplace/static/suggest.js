// Suggestions under a search box while one types: an editable combobox with a list, after the pattern of the ARIA
// authoring guide. A help only: nothing is chosen, sent or changed that one did not choose, and without this script the
// browser offers its own list.
"use strict";

const PAUSE = 200; // ms without a key before we ask
const SHORTEST = 2;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.active = -1;
    this.options = [];
    this.list = this.makeList();
    this.status = this.makeStatus();
    this.prepareInput();
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.className = "suggest";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.input.labels[0]?.textContent.trim() ?? "");
    return list;
  }

  makeStatus() {
    const status = document.createElement("div");
    status.className = "ds-sr-only";
    status.setAttribute("role", "status");
    return status;
  }

  prepareInput() {
    const input = this.input;
    input.removeAttribute("list");
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.parentElement.classList.add("combo");
    input.after(this.list, this.status);
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask(then) {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < SHORTEST) return this.close();
    this.request = new AbortController();
    try {
      const address = `${this.input.dataset.suggest}&q=${encodeURIComponent(typed)}`;
      // neither cookie nor the page's address: on a client's page it has her number
      const apart = { credentials: "omit", referrerPolicy: "no-referrer" };
      const answer = await fetch(address, { signal: this.request.signal, ...apart });
      if (!answer.ok) return this.close();
      const found = await answer.json();
      if (document.activeElement !== this.input) return;
      this.show(found);
      then?.();
    } catch {
      // aborted by the next letter, or no answer: one types on as without suggestions
    }
  }

  show({ options, said }) {
    this.options = options;
    this.list.replaceChildren(...options.map((option, place) => this.item(option, place)));
    this.move(-1);
    this.open(options.length > 0);
    this.status.textContent = said;
  }

  item({ words, hint }, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const small = document.createElement("small");
    small.textContent = hint;
    item.append(words, " ", small);
    return item;
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.open(false);
    this.move(-1);
    this.status.textContent = "";
  }

  move(place) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const item = this.list.children[place];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  take(place) {
    this.input.value = this.options[place].value;
    this.close();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  clicked(event) {
    const item = event.target.closest("[role=option]");
    if (item) this.take([...this.list.children].indexOf(item));
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = this.options.length - 1;
    const turns = {
      ArrowDown: () => this.down(event.altKey, last),
      ArrowUp: () => this.up(event.altKey, last),
      Enter: () => this.isOpen && this.active >= 0 && (this.take(this.active), true),
      Escape: () => this.isOpen && (this.close(), true),
      Home: () => this.move(-1), // and the cursor goes where it always goes
      End: () => this.move(-1),
      ArrowLeft: () => this.move(-1),
      ArrowRight: () => this.move(-1),
      Tab: () => this.close(),
    };
    if (turns[event.key]?.() === true) event.preventDefault();
  }

  down(alt, last) {
    if (this.isOpen) this.move(this.active >= last ? 0 : this.active + 1);
    else this.ask(() => alt || this.move(this.options.length ? 0 : -1));
    return true;
  }

  up(alt, last) {
    if (!this.isOpen) return alt || (this.ask(() => this.move(this.options.length - 1)), true);
    if (alt) this.close();
    else this.move(this.active <= 0 ? last : this.active - 1);
    return true;
  }
}

for (const input of document.querySelectorAll("[data-suggest]")) new Suggestions(input);
