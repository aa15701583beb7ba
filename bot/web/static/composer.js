// The text box: Enter sends, Shift + Enter breaks the line, and nothing typed is cut or lost.

import { announce } from "./status.js";

const LIMIT = 4000; // characters, as the server counts them
const WARN_LEFT = 500;

export class Composer {
  #form = document.getElementById("composer");
  #box = document.getElementById("message");
  #counter = document.getElementById("counter");
  #words;
  #store;
  #send;

  /** `send(text)` gets a message that is neither empty nor too long. */
  constructor({ words, store, send }) {
    this.#words = words;
    this.#store = store;
    this.#send = send;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("keydown", (event) => {
      // While an input method is composing, Enter picks a word.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#box.value = store.readDraft();
  }

  show() {
    this.#form.hidden = false;
    this.#changed();
  }

  /** Puts words back that could not be sent, before what was typed since. */
  giveBack(text) {
    const rest = this.#box.value;
    this.#fill(rest ? `${text}\n${rest}` : text);
  }

  clear() {
    this.#fill("");
  }

  #submit() {
    const text = this.#box.value.trim();
    if (!text) return this.#box.focus();
    if (length(text) > LIMIT) {
      announce(this.#tooLong(text));
      return this.#box.focus();
    }
    this.clear();
    this.#send(text);
  }

  #fill(text) {
    this.#box.value = text;
    this.#changed();
  }

  #changed() {
    const text = this.#box.value;
    this.#store.writeDraft(text);
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight + 2}px`; // and the border
    const left = LIMIT - length(text.trim());
    this.#box.setAttribute("aria-invalid", String(left < 0));
    this.#counter.classList.toggle("over", left < 0);
    if (left < 0) this.#counter.textContent = this.#tooLong(text.trim());
    else if (left > WARN_LEFT) this.#counter.textContent = "";
    else this.#counter.textContent = this.#words.say("left", { count: left });
  }

  #tooLong(text) {
    return this.#words.say("too_long", { count: length(text) - LIMIT });
  }
}

/** Characters, not UTF-16 units: an emoji counts as the server counts it. */
function length(text) {
  return text.length > LIMIT ? [...text].length : text.length;
}
