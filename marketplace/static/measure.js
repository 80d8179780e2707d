// Keeps the words under a text in step while one writes: its letters, and how hard it is to read, which the server
// reckons. A help only: without this script they are right after each save.
"use strict";

const PAUSE = 700; // ms without a key before we ask

class Measure {
  constructor(words, address, token) {
    this.words = words;
    this.address = address;
    this.token = token;
    this.input = document.getElementById(words.dataset.measured);
    this.input.addEventListener("input", () => this.later());
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value;
    const letters = this.words.dataset.letters.replace("{}", String(text.length));
    this.words.textContent = letters;
    this.request = new AbortController();
    const body = new URLSearchParams({ text, language: this.words.dataset.language });
    const headers = { "X-CSRFToken": this.token };
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers, signal: this.request.signal });
      if (answer.ok) this.words.textContent = `${letters} ${(await answer.json()).said}`;
    } catch {
      // aborted by the next letter, or no answer: the letters are right
    }
  }
}

const address = document.querySelector("[data-measure]").dataset.measure;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
for (const words of document.querySelectorAll("[data-measured]")) new Measure(words, address, token);
