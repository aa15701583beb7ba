// Leaving fast: a click or the Shift key three times. Without scripts the link still leads away.

import { replacePage, whenAskedToLeave } from "./host.js";
import { announce } from "./status.js";

const BETWEEN_PRESSES_MS = 5000;
const PRESSES = 3;

/**
 * `clear()` wipes what the page holds and ends the session; it runs after the screen is blank
 * and before the page goes.
 */
export function setUpLeaving(words, clear) {
  const link = document.getElementById("leave");
  let left = false;

  function leave() {
    if (left) return;
    left = true;
    blank(words.say("leaving"));
    try {
      clear();
    } finally {
      replacePage(link.href); // takes the chat's place in the tab's history
    }
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  countShift(words, leave);
  whenAskedToLeave(leave);
  // Some browsers keep a page alive and bring it back with Back: make it a new, empty one.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && left) location.reload();
  });
}

/** Empties the page: nothing to see, to read out or to select. */
function blank(text) {
  document.documentElement.classList.add("left");
  const word = document.createElement("p");
  word.className = "for-ears";
  word.setAttribute("role", "status");
  document.body.replaceChildren(word);
  word.textContent = text;
}

/** Three presses of Shift alone. Shift with another key is typing, and starts the count anew. */
function countShift(words, leave) {
  let count = 0;
  let alone = false;
  let timer = 0;

  function reset(say) {
    clearTimeout(timer);
    if (count && say) announce(words.say("shift_stopped"));
    count = 0;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      alone = false;
      reset(false);
    } else if (!event.repeat) {
      alone = !(event.ctrlKey || event.altKey || event.metaKey);
    }
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    clearTimeout(timer);
    count += 1;
    if (count === PRESSES) return leave();
    announce(words.say(count === 1 ? "shift_two" : "shift_one"));
    timer = setTimeout(() => reset(true), BETWEEN_PRESSES_MS);
  });
}
