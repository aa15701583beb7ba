// The page around the chat, where a clinic shows it in a frame (docs/embedding.md): its settings, the
// button that hides the chat, and leaving, which moves the whole page. Messages to and from embed.js
// are {chat: "ready" | "hide" | "leave"}; nothing of the conversation is in them.

const MOST_LIGHT = 0.148; // relative luminance up to which a colour has 5.3 to 1 on white
const LONGEST_NAME = 80;
const LONGEST_ADDRESS = 500;

const framed = window.parent !== window;

/**
 * What the clinic's page asks for. Name, phone and exit count in a frame alone, since only allowed
 * sites can frame the page, while anybody can send a link: {color, clinic, phone, exit}, each null
 * where it is missing or not right.
 */
export function readSettings(search, inFrame) {
  const query = new URLSearchParams(search);
  const taken = (name, check) => (query.get(name) ? check(query.get(name).trim()) : null);
  const told = (name, check) => (inFrame ? taken(name, check) : null);
  return {
    color: taken("color", (text) => (isDarkColor(text) ? text : null)),
    clinic: told("clinic", (text) => text.replace(/\p{C}/gu, "").slice(0, LONGEST_NAME) || null),
    phone: told("phone", (text) => (/^\+?[\d ().-]{3,24}$/.test(text) && /\d{3}/.test(text) ? text : null)),
    exit: told("exit", safeAddress),
  };
}

/** Shows what the clinic set, and joins the frame to the page around it. */
export function setUpHost(words) {
  const { color, clinic, phone, exit } = readSettings(location.search, framed);
  const root = document.documentElement;
  if (color) root.style.setProperty("--clinic", color);
  root.classList.toggle("coloured", Boolean(color));
  if (exit) document.getElementById("leave").href = exit;
  words.ready.then(() => showClinic(words, clinic, phone));
  if (!framed) return;
  const hide = document.getElementById("hide");
  hide.hidden = !new URLSearchParams(location.search).has("frame"); // not in a frame made by hand
  hide.addEventListener("click", hideChat);
  document.addEventListener("keydown", (event) => {
    const taken = event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]");
    if (event.key === "Escape" && !taken) hideChat();
  });
  tell({ chat: "ready" });
}

/** Has `leave()` run when the page around asks for it: Shift three times, outside the frame. */
export function whenAskedToLeave(leave) {
  window.addEventListener("message", ({ source, data }) => {
    if (framed && source === window.parent && data?.chat === "leave") leave();
  });
}

/** Puts `address` in the place of the whole page, also of the one around the frame. */
export function replacePage(address) {
  if (!framed) return location.replace(address);
  tell({ chat: "leave", to: address }); // the second way, for a browser that refuses the first
  try {
    window.top.location.replace(address);
  } catch {
    // embed.js does it
  }
}

function hideChat() {
  tell({ chat: "hide" });
}

function tell(message) {
  window.parent.postMessage(message, "*"); // which site it is the frame cannot know, nor needs to
}

function showClinic(words, clinic, phone) {
  const line = document.getElementById("clinic");
  if (clinic) line.append(words.say("clinic_site", { clinic }) || clinic, " ");
  if (phone) {
    const link = document.createElement("a");
    link.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
    link.textContent = phone;
    line.append(words.say("clinic_phone"), " ", link);
  }
  line.hidden = !clinic && !phone;
}

function isDarkColor(text) {
  if (!/^#[\da-f]{6}$/i.test(text)) return false;
  const [red, green, blue] = text.match(/[\da-f]{2}/gi).map((part) => {
    const share = parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue <= MOST_LIGHT;
}

function safeAddress(text) {
  try {
    const url = new URL(text);
    const plain = url.protocol === "https:" && !url.username && !url.password;
    return plain && text.length <= LONGEST_ADDRESS ? url.href : null;
  } catch {
    return null;
  }
}
