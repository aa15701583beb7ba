// The one line in a clinic's page leads here: a button, and behind it the chat in a frame of our
// origin, which that page cannot read. No cookie, no storage, no other request (docs/embedding.md).
(() => {
  const WORDS = {}; // both filled by bot/channels/page_files.py
  const STYLE = "";
  const LATE_MS = 6000;
  const BETWEEN_PRESSES_MS = 5000;
  const PHONE = matchMedia("(max-width: 520px), (max-height: 480px)");

  // A page that loads scripts in its own way may leave no currentScript.
  const script =
    document.currentScript ?? [...document.querySelectorAll("script[src*='/web/embed.js']")].pop();
  if (!script || window.chatLauncher?.isConnected) return; // once is enough

  const { origin } = new URL(script.src);
  const { color = "", position, label, ...rest } = script.dataset;
  const lang = (rest.lang || document.documentElement.lang).split("-")[0];
  const words = WORDS[lang] ?? WORDS.en;
  const host = (window.chatLauncher = document.createElement("div"));
  const root = host.attachShadow({ mode: "closed" });
  const button = make("button", label || words.chat);
  const dialog = make("dialog");
  const close = make("button", words.close);
  const late = make("p");
  let frame, timer;
  let presses = 0;
  let alone = false;

  expanded(false);
  button.className = "open";
  dialog.setAttribute("aria-label", words.chat);
  late.setAttribute("role", "status");
  dialog.append(close, late);
  root.append(button, dialog);
  dress();
  (document.body ?? document.documentElement).append(host);

  close.onclick = () => dialog.close();
  button.onclick = () => (dialog.open ? dialog.close() : open());
  dialog.onclose = () => {
    expanded(false);
    button.focus();
  };
  addEventListener("message", hear);
  addEventListener("keydown", keyDown);
  addEventListener("keyup", keyUp);
  for (const kind of ["resize", "scroll"]) visualViewport?.addEventListener(kind, fit);

  function make(tag, textContent = "", more) {
    return Object.assign(document.createElement(tag), { textContent, ...more });
  }

  function expanded(is) {
    button.setAttribute("aria-expanded", is);
  }

  /** By CSSOM into a shadow tree: a strict policy allows it, the clinic's styles stay outside. */
  function dress() {
    const set = (name, value) => host.style.setProperty(name, value);
    set("--left", position === "left" ? "16px" : "auto");
    set("--right", position === "left" ? "auto" : "16px");
    if (readable(color)) set("--ground", color);
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", STYLE)); // Safari before 16.4
    }
  }

  /** Whether white words on it can be read well; host.js asks the same. */
  function readable(hex) {
    const [r, g, b] = (/^#[\da-f]{6}$/i.test(hex) ? hex.match(/\w\w/g) : []).map(
      (part) => (parseInt(part, 16) / 255) ** 2.2,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.148;
  }

  function open() {
    if (!frame) {
      const { clinic = "", phone = "", exit = "" } = rest;
      const query = new URLSearchParams({ frame: 1, lang, color, clinic, phone, exit });
      frame = make("iframe", "", { title: words.chat, referrerPolicy: "no-referrer" });
      frame.src = `${origin}/?${query}`;
      dialog.append(frame);
      setTimeout(offerOwnPage, LATE_MS);
    }
    PHONE.matches ? dialog.showModal() : dialog.show();
    expanded(true);
    fit();
    frame.focus();
  }

  /** The chat may be blocked here, or its server gone. */
  function offerOwnPage() {
    const href = `${origin}/?lang=${lang}`;
    const link = make("a", words.own_page, { href, target: "_blank", rel: "noreferrer" });
    late.append(words.late, link);
  }

  function hear({ source, origin: from, data }) {
    if (!frame || source !== frame.contentWindow || from !== origin) return;
    if (data.chat === "ready") {
      const focused = root.activeElement === close;
      dialog.className = "here";
      if (focused) frame.focus();
    } else if (data.chat === "hide") {
      dialog.close();
    } else if (data.chat === "leave") {
      host.remove(); // Back shall not find it open
      if (/^https:/.test(data.to)) location.replace(data.to);
    }
  }

  /** Shift three times leaves, also while the focus is outside the frame. */
  function keyDown({ key, repeat }) {
    if (key === "Escape" && dialog.open) dialog.close();
    if (key !== "Shift") alone = presses = 0;
    else if (!repeat) alone = dialog.open;
  }

  function keyUp({ key }) {
    if (key !== "Shift" || !alone) return;
    alone = false;
    clearTimeout(timer);
    timer = setTimeout(() => (presses = 0), BETWEEN_PRESSES_MS);
    presses += 1;
    if (presses === 3) frame.contentWindow.postMessage({ chat: "leave" }, origin);
  }

  /** On a phone the chat ends above the keyboard. */
  function fit() {
    const view = window.visualViewport;
    const fits = PHONE.matches && view?.scale < 1.01;
    dialog.style.top = fits ? `${view.offsetTop}px` : "";
    dialog.style.height = fits ? `${view.height}px` : "";
  }
})();
