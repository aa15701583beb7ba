// The page's spoken and shown status line, for what is not part of the conversation.

const SHOW_MS = 6000;
const node = document.getElementById("status");
const home = node.parentNode;
let timer = 0;

/** Shows and announces `text` for a few seconds. */
export function announce(text) {
  clearTimeout(timer);
  node.textContent = "";
  // What is under an open dialog can neither be seen nor read out.
  (document.querySelector("dialog[open]") ?? home).append(node);
  // Set a moment later: a screen reader stays silent when the same words are put in at once.
  timer = setTimeout(() => {
    node.textContent = text;
    timer = setTimeout(() => (node.textContent = ""), SHOW_MS);
  }, 50);
}
