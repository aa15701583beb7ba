// One chat as the server knows it: its token, and the turns that are on their way to it.

import { forgetSession, openSession, sendTurn, Trouble } from "./transport.js";

const IDLE_MINUTES = 30; // until the server says its own figure

export class Session {
  token = null;
  idleMinutes = IDLE_MINUTES;
  started = false; // the welcome has been asked for
  over = false; // the server has forgotten it, or was told to
  touched = 0; // when the server last heard of it, in milliseconds
  warned = 0; // the `touched` at which the end was announced
  #stop = new AbortController();
  #opening = null;

  static kept(kept) {
    return Object.assign(new Session(), kept);
  }

  /** What has to be kept to go on with it after a reload. */
  toKeep() {
    const { token, idleMinutes, started, touched, warned } = this;
    return { token, idleMinutes, started, touched, warned };
  }

  /** Opens the session, once even when two messages want it. */
  async connect() {
    if (this.token) return;
    const opening = (this.#opening ??= openSession(this.#stop.signal));
    try {
      const { token, idle_minutes: idleMinutes } = await opening;
      Object.assign(this, { token, idleMinutes: idleMinutes ?? IDLE_MINUTES, touched: Date.now() });
    } finally {
      if (this.#opening === opening) this.#opening = null;
    }
  }

  /** Asks for the welcome, unless that has been done. */
  async start(onMessage) {
    await this.connect();
    if (this.started) return;
    this.started = true;
    try {
      await this.turn({ start: true }, onMessage);
    } catch (error) {
      this.started = false;
      throw error;
    }
  }

  /**
   * One turn. `onMessage` gets every message as soon as it is there. Tells whether the bot closed
   * the chat with it. An answer that breaks off or holds no words is an error: never silence.
   */
  async turn(body, onMessage) {
    const seen = new Set();
    this.touched = Date.now();
    await sendTurn(this.token, body, this.#stop.signal, (line) => {
      seen.add(line.type);
      if (line.type === "message" && !this.#stop.signal.aborted) onMessage(line);
    });
    const ended = seen.has("end_session");
    if (!ended && !(seen.has("done") && seen.has("message"))) throw new Trouble("cut");
    return { ended };
  }

  /** Cuts off every turn that is on its way. */
  stop() {
    this.#stop.abort();
  }

  /** Has the server forget the chat; true when it is certain that it did. */
  async forget() {
    this.stop();
    return !this.token || (await forgetSession(this.token));
  }
}
