// Talking to the server: open a session, send one turn and read its lines as they come, forget.
// Knows nothing of the page.

const GOING_MS = 500; // that a page may live on after its requests were cut off
const QUIET_MS = 20_000; // a stream that says nothing for this long is given up

/** Why a turn did not work. `code` is "network" (no answer), "cut" (half an answer) or "http";
 *  `status` is the HTTP status or 0; `message` is the server's kind sentence, or empty. */
export class Trouble extends Error {
  constructor(code, status = 0, message = "") {
    super(message);
    Object.assign(this, { code, status });
  }
}

/** Opens a session: {token, idle_minutes}. */
export async function openSession(signal) {
  const answer = await ask("/chat/sessions", { method: "POST", body: "{}", signal });
  return await answer.json();
}

/**
 * Sends one turn and hands every line of the answer to `onLine` as soon as it is there.
 * `body` is {start: true}, {text} or {choice}.
 */
export async function sendTurn(token, body, signal, onLine) {
  const quiet = new AbortController();
  const giveUp = () => quiet.abort();
  signal.addEventListener("abort", giveUp);
  let timer = setTimeout(giveUp, QUIET_MS);
  try {
    const answer = await ask("/chat/messages", {
      method: "POST",
      body: JSON.stringify(body),
      signal: quiet.signal,
      headers: bearer(token),
    });
    for await (const line of readLines(answer.body)) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, QUIET_MS);
      onLine(line);
    }
  } catch (error) {
    const trouble = error instanceof Trouble ? error : new Trouble("network");
    // A page that is being reloaded cuts its requests off first: then nothing failed (record.js).
    if (trouble.code === "network") await new Promise((done) => setTimeout(done, GOING_MS));
    throw trouble;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

/** Has the server forget the conversation; true when it says that it did. */
export async function forgetSession(token) {
  try {
    await ask("/chat/sessions", {
      method: "DELETE",
      headers: bearer(token),
      signal: AbortSignal.timeout(6000),
      keepalive: true,
    });
    return true;
  } catch (error) {
    return error.status === 401; // it was forgotten before
  }
}

/** Ends the session while the page goes away; nobody waits for the answer. */
export function endSessionOnLeave(token) {
  navigator.sendBeacon?.("/chat/sessions/end", token);
}

function bearer(token) {
  return { Authorization: `Bearer ${token}` };
}

async function ask(url, { headers = {}, ...options }) {
  let answer;
  try {
    answer = await fetch(url, {
      ...options,
      headers: { ...headers, ...(options.body ? { "Content-Type": "application/json" } : {}) },
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  } catch {
    throw new Trouble("network");
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => null);
  throw new Trouble("http", answer.status, told?.error?.message ?? "");
}

/** The JSON objects of a newline-delimited stream. A line that is no JSON is skipped. */
async function* readLines(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) {
      const parsed = parse(line);
      if (parsed) yield parsed;
    }
    if (done) return;
  }
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
