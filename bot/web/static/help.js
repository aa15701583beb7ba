// Help lines, one tap away: a dialog over the page. The lines came with the page's words, so it opens
// without the server; if they never came it shows those of the bar.

import { element } from "./nodes.js";

export function setUpHelp(words) {
  const dialog = document.getElementById("help");
  const opener = document.getElementById("more-lines");
  const list = document.getElementById("help-lines");
  opener.addEventListener("click", () => {
    list.replaceChildren(...(words.lines ? fromServer(words) : fromBar()));
    dialog.showModal();
    dialog.scrollTop = 0;
  });
  // Not every browser gives the focus to a button that was tapped, so it cannot go back by itself.
  dialog.addEventListener("close", () => opener.focus());
  // Escape closes the dialog only, not also the chat around it.
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
  document.getElementById("help-close").addEventListener("click", () => dialog.close());
  document.getElementById("help-leave").addEventListener("click", () => {
    document.getElementById("leave").click();
  });
  opener.hidden = false;
}

function fromServer(words) {
  const { items, checked_on: day } = words.lines;
  const date = new Date(`${day}T12:00`).toLocaleDateString(words.language, { dateStyle: "long" });
  const checked = element("li", "", element("p", "", words.say("checked", { date })));
  return [...items.map((item) => line(item, words)), ...(day ? [checked] : [])];
}

function line({ name, about, hours, call, text, word }, words) {
  const acts = element("p", "acts");
  if (call) acts.append(link(`tel:${digits(call)}`, `${words.say("verb_call")} ${call}`));
  if (text && word) {
    // Phones differ in the sign before the body; all of them understand both together.
    const href = `sms:${digits(text)}?&body=${word}`;
    acts.append(link(href, words.say("text_word", { word, number: text })));
  } else if (text) {
    acts.append(link(`sms:${digits(text)}`, `${words.say("verb_text")} ${text}`));
  }
  const told = hours ? [` ${words.say("hours", { hours })}`] : [];
  return element("li", "", element("h3", "", name), element("p", "", about, ...told), acts);
}

function fromBar() {
  const links = [...document.querySelectorAll("#lines a")].map((node) => node.cloneNode(true));
  return [element("li", "", element("p", "acts", ...links))];
}

function link(href, shown) {
  return Object.assign(element("a", "", shown), { href });
}

function digits(number) {
  return number.replaceAll("-", "");
}
