// What this tab remembers: the chat and the half-written message, in sessionStorage only.
// Where storage is blocked the chat works all the same, without coming back after a reload.

const CHAT = "chat";
const DRAFT = "draft";

export class Store {
  #closed = false;

  /** The kept chat, or null when there is none or it has been idle for too long to show again. */
  read() {
    const kept = attempt(() => JSON.parse(sessionStorage.getItem(CHAT)));
    if (!kept?.session || !Array.isArray(kept.items)) return null;
    const idleMs = Date.now() - kept.session.touched;
    return idleMs < kept.session.idleMinutes * 60_000 ? kept : null;
  }

  /** Keeps {id, session, items} for a reload. */
  write(chat) {
    if (this.#closed) return;
    attempt(() => sessionStorage.setItem(CHAT, JSON.stringify(chat)));
  }

  readDraft() {
    return attempt(() => sessionStorage.getItem(DRAFT)) ?? "";
  }

  writeDraft(text) {
    if (this.#closed) return;
    attempt(() => sessionStorage.setItem(DRAFT, text));
  }

  /** Forgets the chat; a half-written message stays. */
  forgetChat() {
    attempt(() => sessionStorage.removeItem(CHAT));
  }

  /** Wipes everything; the tab may go on with a new chat. */
  clear() {
    attempt(() => sessionStorage.clear());
  }

  /** Wipes everything and writes nothing more: a late answer must not bring the chat back. */
  close() {
    this.#closed = true;
    this.clear();
  }
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
