// Long answers, such as the record of a court order: first lines and last line (the day of its check)
// stay in sight, the rest comes on demand. It is only out of sight: screen readers and the printer
// get all of it, in order.

import { element } from "./nodes.js";

const LONG_WORDS = 90; // of a bubble; with more it is folded
const FIRST_WORDS = 45; // of its first lines, which stay in sight

/** Parts `text` at line ends into [first, rest, last], or gives [text] when it is short. */
export function parted(text) {
  const lines = text.split("\n");
  let first = 1;
  const upTo = (end) => count(lines.slice(0, end).join(" "));
  while (upTo(first + 1) <= FIRST_WORDS && first < lines.length) first += 1;
  if (count(text) <= LONG_WORDS || lines.length < first + 2) return [text];
  return [lines.slice(0, first), lines.slice(first, -1), lines.slice(-1)].map((some) => some.join("\n"));
}

/** Folds the nodes `rest` of `bubble` away; the button that shows them. */
export function fold(bubble, rest, words) {
  const button = element("button", "fold");
  button.type = "button";
  const show = (all) => {
    bubble.classList.toggle("folded", !all);
    button.setAttribute("aria-expanded", String(all));
    button.textContent = words.say(all ? "show_less" : "show_all");
  };
  button.addEventListener("click", () => show(bubble.classList.contains("folded")));
  rest.addEventListener("focusin", () => show(true)); // focus on a link must not be out of sight
  show(false);
  return button;
}

function count(text) {
  return text.trim().split(/\s+/).length;
}
