// The items of one chat, in one place: on the screen, and in this tab's storage for a reload.

import { claim, newId } from "./tab.js";

export class Record {
  #id = null;
  #items = []; // in order; see transcript.js
  #transcript;
  #store;
  #session;

  /** `session()` gives what has to be kept of the session, or null when nothing may be kept. */
  constructor({ store, transcript, session }) {
    this.#store = store;
    this.#transcript = transcript;
    this.#session = session;
  }

  /** The chat this tab kept: {session, items}, or null. A chat that lives in another tab is
   *  a copy, and is thrown away here. */
  async reopen() {
    const kept = this.#store.read();
    if (!kept) return null;
    if (!(await claim(kept.id))) {
      this.#store.clear();
      return null;
    }
    this.#id = kept.id;
    return kept;
  }

  /**
   * Puts kept items back on the screen, and gives the messages that were on their way when the page
   * went and are to be sent anew. One whose answer began gets the problem `cut` instead.
   */
  restore(items, cut) {
    this.#items = items;
    const [last] = items.filter((item) => item.from === "bot").slice(-1);
    const unheard = items.filter((item) => item.waiting && items.indexOf(item) > items.indexOf(last));
    for (const item of items) {
      if (item.waiting && !unheard.includes(item)) Object.assign(item, { waiting: false, problem: cut });
    }
    this.#transcript.restore(items);
    return unheard;
  }

  /** Starts an empty record. `stay` holds items that may stay on the screen, but are not kept. */
  fresh(stay = []) {
    this.#store.forgetChat();
    this.#transcript.clear(stay);
    this.#id = newId();
    this.#items = [];
    claim(this.#id);
  }

  add(item) {
    this.#items.push(item);
    this.save();
    return this.#transcript.add(item);
  }

  /** A line of the page itself, not of the bot. The same one is not said twice in a row; one that is
   *  `passing` goes when the talk goes on. */
  note(text, action = null, passing = false) {
    if (this.#items.at(-1)?.text !== text) this.add({ from: "page", text, action, passing });
  }

  drop(item) {
    this.#items = this.#items.filter((other) => other !== item);
    this.#transcript.remove(item);
    this.save();
  }

  mark(item, changes) {
    Object.assign(item, changes);
    this.#transcript.refresh(item);
    this.save();
  }

  /** What could be chosen before can be chosen no more. Focus on it goes to `next`. */
  settle(next = null) {
    for (const item of this.#items) {
      Object.assign(item, { buttons: [], action: null });
      if (item.passing) this.drop(item);
    }
    this.#transcript.dropButtons(next);
    this.save();
  }

  /** Keeps nothing for a reload; the screen stays as it is. */
  forget() {
    this.#store.forgetChat();
  }

  save() {
    const session = this.#session();
    if (session) this.#store.write({ id: this.#id, session, items: this.#items });
  }
}
