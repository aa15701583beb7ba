// Draws the conversation. An item is {from: "bot" | "you" | "page", text, kind?, buttons?,
// paper?, problem?, action?}; the same object is handed in again to change what was drawn for it.
// `problem` says why a message did not go through; `action` offers "begin" or "again";
// `paper` is what can be printed or saved (paper.js).

import { fold, parted } from "./fold.js";
import { linked } from "./links.js";
import { element } from "./nodes.js";

const LOOK_BACK_PX = 72; // of the question, left in view above a long answer

export class Transcript {
  #log = document.getElementById("log");
  #scroll = document.getElementById("scroll");
  #typing = document.getElementById("typing");
  #nodes = new Map(); // item -> its element
  #waiting = 0;
  #asked = null; // the person's last message; its answer stays in view while it grows
  #following = true; // until the person scrolls on their own
  #words;
  #on;

  /** `on` holds what happens on a click: choose(button), retry(item), act(item), print(paper),
   *  save(paper). */
  constructor(words, on) {
    this.#words = words;
    this.#on = on;
    for (const kind of ["wheel", "touchmove", "keydown"]) {
      this.#scroll.addEventListener(kind, () => (this.#following = false), { passive: true });
    }
  }

  /** Draws a kept chat. Nothing of it is announced: the person has heard it before. */
  restore(items) {
    for (const item of items) this.#draw(item);
    this.#scroll.scrollTo({ top: this.#scroll.scrollHeight, behavior: "instant" });
    setTimeout(() => this.goLive(), 100);
  }

  /** From here on, new lines are announced. */
  goLive() {
    this.#log.setAttribute("aria-live", "polite");
  }

  add(item) {
    this.goLive();
    const node = this.#draw(item);
    if (item.from === "you") {
      this.#asked = node;
      this.#following = true;
    }
    this.#follow();
    return node;
  }

  remove(item) {
    this.#nodes.get(item)?.remove();
    this.#nodes.delete(item);
  }

  /** Empties the log but for the items in `keep`. */
  clear(keep = []) {
    if (this.#log.contains(document.activeElement)) this.focus();
    for (const item of [...this.#nodes.keys()]) if (!keep.includes(item)) this.remove(item);
    this.#asked = null;
  }

  /** Draws the item's problem and its way out, or takes them away when they are settled. */
  refresh(item) {
    const node = this.#nodes.get(item);
    if (!node) return;
    const old = node.querySelector(".problem");
    if (old) replace(old, node);
    node.classList.toggle("failed", Boolean(item.problem));
    if (!item.problem) return;
    const retry = this.#button(this.#words.say("retry"), () => this.#on.retry(item));
    const problem = element("div", "problem", element("p", "", item.problem), retry);
    node.append(problem);
    this.#follow();
  }

  /**
   * Takes away the buttons of earlier turns. Focus that sat on one of them goes to `next`, or the
   * keyboard would be thrown back to the top of the page.
   */
  dropButtons(next = null) {
    for (const choices of this.#log.querySelectorAll(".choices")) replace(choices, next);
  }

  /** Takes the focus, for when the button that had it goes away. */
  focus() {
    this.#scroll.focus({ preventScroll: true });
  }

  /** Counts the turns that are on their way: +1 when one goes out, -1 when it is done. */
  waiting(change) {
    this.#waiting += change;
    this.#typing.hidden = this.#waiting === 0;
    if (change > 0) this.#follow();
  }

  #draw(item) {
    const node = element("div", `message from-${item.from}`);
    node.lang = item.lang ?? this.#words.language;
    if (item.from === "bot" && item.kind === "safety") {
      node.classList.add("safety");
      node.append(element("p", "safety-label", this.#words.say("safety_label")));
    }
    const speaker = element("span", "for-ears", this.#words.say(`${item.from}_said`) + " ");
    // A blank line parts one message into bubbles.
    item.text.split(/\n\s*\n/).forEach((part, index) => {
      const [first, rest, last] = item.kind === "bot" ? parted(part) : [part];
      const bubble = element("p", "bubble", ...(index ? [] : [speaker]), ...this.#text(item, first));
      node.append(bubble);
      if (!rest) return;
      const more = element("span", "rest", "\n", ...this.#text(item, rest));
      bubble.append(more, "\n", element("span", "last", ...this.#text(item, last)));
      node.append(fold(bubble, more, this.#words));
    });
    if (item.paper) node.append(this.#paper(item.paper));
    if (item.buttons?.length) node.append(this.#choices(item.buttons));
    if (item.action) node.append(this.#action(item));
    this.#nodes.set(item, node);
    this.#log.append(node);
    if (item.problem) this.refresh(item);
    return node;
  }

  #text(item, part) {
    if (item.from === "you") return [part];
    const crisis = item.kind === "safety" || item.from === "page";
    return linked(part, { crisis, newTab: this.#words.say("new_tab") });
  }

  #choices(buttons) {
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.#words.say("choices_label"));
    for (const button of buttons) {
      group.append(this.#button(button.title, () => this.#on.choose(button)));
    }
    return group;
  }

  /** Stays when the talk goes on: the list is still on the screen then. */
  #paper(paper) {
    const print = this.#button(this.#words.say("paper_print"), () => this.#on.print(paper));
    const save = this.#button(this.#words.say("paper_save"), () => this.#on.save(paper));
    const group = element("div", "paper", print, save);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.#words.say("paper_label"));
    return group;
  }

  #action(item) {
    const label = this.#words.say(item.action === "again" ? "start_again" : "retry");
    return element("div", "choices", this.#button(label, () => this.#on.act(item)));
  }

  #button(label, onClick) {
    const button = element("button", "", label);
    button.type = "button";
    button.addEventListener("click", onClick);
    return button;
  }

  /** Scrolls down, but never so far that the start of the answer leaves the screen. */
  #follow() {
    if (!this.#following || !this.#asked) return; // a new chat is read from its top
    const short = getComputedStyle(this.#scroll).overflowY === "visible"; // the page scrolls
    const box = short ? document.scrollingElement : this.#scroll;
    const edge = short ? 0 : box.getBoundingClientRect().top;
    const bottom = box.scrollHeight - box.clientHeight;
    const answer = this.#asked.nextElementSibling;
    const start = answer
      ? box.scrollTop + answer.getBoundingClientRect().top - edge - LOOK_BACK_PX
      : bottom;
    box.scrollTop = Math.max(box.scrollTop, Math.min(bottom, start));
  }
}

/** Removes `old`; focus that sat in it goes to `next`. */
function replace(old, next) {
  const focused = old.contains(document.activeElement);
  old.remove();
  if (!focused || !next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
}
