// The words people read. The page carries the few that must work without the server;
// the whole set, in the reader's language, comes from /web/strings.json.

const WAIT_MS = 2500;

export class Words {
  #words = new Map();
  language = document.documentElement.lang;
  lines = null; // the help lines: {checked_on, items}

  /** Settles when the words have come or were given up on; never rejects. */
  ready;

  constructor() {
    const spare = document.getElementById("spare-words").content;
    for (const node of [...marked(document), ...marked(spare)]) {
      this.#words.set(node.dataset.text, node.textContent.trim());
    }
    this.ready = this.#load().catch(() => {});
  }

  /** The sentence called `key`, with {names} filled in from `values`. */
  say(key, values = {}) {
    const text = this.#words.get(key) ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  async #load() {
    const lang = new URLSearchParams(location.search).get("lang") || this.language;
    const answer = await fetch(`/web/strings.json?lang=${encodeURIComponent(lang)}`, {
      credentials: "omit",
      signal: AbortSignal.timeout(WAIT_MS),
    });
    if (!answer.ok) return;
    const { language, direction, words, lines } = await answer.json();
    this.lines = lines;
    for (const [key, text] of Object.entries(words)) this.#words.set(key, text);
    if (language === this.language) return; // the page is already written in it
    this.language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
    for (const node of marked(document)) node.textContent = this.say(node.dataset.text);
    for (const node of document.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", this.say(node.dataset.label));
    }
  }
}

function marked(root) {
  return root.querySelectorAll("[data-text]");
}
