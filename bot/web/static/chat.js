// The conversation: what is said, what is on its way, and what happens when it does not arrive.

import { watchIdle } from "./idle.js";
import { print, save } from "./paper.js";
import { Record } from "./record.js";
import { Session } from "./session.js";
import { newId } from "./tab.js";
import { Transcript } from "./transcript.js";

const FIRST_LINE_MS = 5000; // after this long without an answer the page itself names help

export class Chat {
  // A new chat is a new session, so a late answer to the old one is known by it and thrown away.
  #session = null;
  #ready = null; // settles when there is a session to talk to
  #halted = false;
  #record;
  #transcript;
  #words;
  #giveBack;

  /** `giveBack(text)` puts words that could not be sent back into the text box. */
  constructor({ store, words, giveBack }) {
    this.#words = words;
    this.#giveBack = giveBack;
    this.#transcript = new Transcript(words, {
      choose: (button) => this.#send(button.title, { choice: button.payload }),
      retry: (item) => (this.#session.over ? this.#send(item.text, item.body) : this.#deliver(item)),
      act: (item) => this.#act(item),
      print: (paper) => print(paper, words),
      save: (paper) => save(paper, words),
    });
    const session = () => (this.#session?.over ? null : this.#session?.toKeep());
    this.#record = new Record({ store, transcript: this.#transcript, session });
    watchIdle(() => this.#session, { warn: (left) => this.#warn(left), end: () => this.#idle() });
  }

  get token() {
    return this.#session?.token ?? null;
  }

  /** Shows the chat this tab kept, or begins a new one. */
  async open() {
    this.#ready = this.#setUp();
    const welcomed = await this.#ready;
    if (!welcomed && this.#session) await this.#begin();
  }

  async say(text) {
    await this.#ready;
    await this.#send(text, { text });
  }

  /** Forgets the chat here and on the server, and says so when it is done. */
  async forget() {
    await this.#ready;
    const old = this.#session;
    const next = this.#fresh({ over: true });
    const key = (await old.forget()) ? "forgotten" : "forgotten_here";
    const text = this.#words.say(key, { minutes: old.idleMinutes });
    this.#record.note(text, next === this.#session ? "again" : null);
  }

  /** Cuts off everything that is on its way; the page is being left. */
  halt() {
    this.#halted = true;
    this.#session?.stop();
    this.#session = null;
  }

  /** Draws the kept chat or an empty one; true when it needs no welcome. */
  async #setUp() {
    const kept = await this.#record.reopen();
    await (kept && this.#words.ready);
    if (this.#halted) return true;
    if (kept) return this.#resume(kept);
    this.#fresh();
    return false;
  }

  #fresh({ over = false, stay = [] } = {}) {
    this.#session?.stop();
    this.#session = Object.assign(new Session(), { over });
    this.#record.fresh(stay);
    return this.#session;
  }

  #resume({ session, items }) {
    this.#session = Session.kept(session);
    const welcomed = items.some((item) => item.from === "bot");
    this.#session.started &&= welcomed;
    const kept = welcomed ? items : items.filter((item) => item.from === "you");
    for (const item of this.#record.restore(kept, this.#words.say("cut"))) this.#deliver(item);
    return welcomed;
  }

  async #begin() {
    const session = this.#session;
    try {
      await this.#watch(session, async (onMessage) => {
        await Promise.all([session.connect(), this.#words.ready]);
        this.#transcript.goLive();
        return session.start(onMessage);
      });
    } catch (error) {
      if (session !== this.#session) return;
      if (error.status === 401) this.#over(error);
      else this.#record.note(error.message || this.#words.say("start_failed"), "begin");
    }
  }

  #send(text, body) {
    if (this.#session.over) this.#fresh();
    const item = { from: "you", text, body: { ...body, id: newId() } };
    this.#record.settle(this.#record.add(item));
    return this.#deliver(item);
  }

  /** A message is never held back by an earlier one: it may be a call for help. */
  async #deliver(item) {
    const session = this.#session;
    this.#record.mark(item, { waiting: true, problem: null });
    try {
      await this.#watch(session, async (onMessage) => {
        await session.start(onMessage).catch(() => {}); // the message itself matters more
        await session.connect();
        return session.turn(item.body, onMessage);
      });
      this.#record.mark(item, { waiting: false });
    } catch (error) {
      if (session === this.#session) this.#failed(item, error);
    }
  }

  /** Runs one turn with the dots showing, and names help when its first line takes too long. */
  async #watch(session, run) {
    const said = [];
    const slow = () => session === this.#session && this.#record.note(this.#words.say("slow"));
    const timer = setTimeout(slow, FIRST_LINE_MS);
    this.#transcript.waiting(+1);
    try {
      const turn = await run(({ text, buttons = [], kind = "bot", lang, paper }) => {
        clearTimeout(timer);
        said.push({ from: "bot", text: String(text ?? ""), buttons, kind, lang, paper });
        this.#record.add(said.at(-1));
      });
      if (turn?.ended && session === this.#session) this.#ended(said);
    } finally {
      clearTimeout(timer);
      this.#transcript.waiting(-1);
    }
  }

  #failed(item, error) {
    const over = error.status === 401;
    const refused = error.status === 400 || error.status === 413;
    const text = error.message || this.#words.say(error.code === "cut" ? "cut" : "failed");
    this.#record.mark(item, { waiting: false, problem: over || refused ? null : text });
    if ((over || refused) && item.body.text) {
      this.#record.drop(item);
      this.#giveBack(item.body.text);
    }
    if (over) this.#over(error);
    else if (refused) this.#record.note(text);
  }

  /** The server no longer knows this chat. What was said stays on screen until a new start. */
  #over(error) {
    if (this.#session.over) return;
    this.#record.settle();
    Object.assign(this.#session, { over: true, token: null });
    this.#record.note(error.message || this.#words.say("over"), "again");
    this.#record.forget();
  }

  #warn(minutes) {
    this.#record.note(this.#words.say(minutes > 1 ? "idle" : "idle_one", { minutes }), null, true);
  }

  /** Quiet for too long: nothing stays on a screen that nobody may be sitting at. */
  #idle() {
    this.#session.forget();
    this.#fresh({ over: true });
    this.#record.note(this.#words.say("over"), "again");
  }

  /** The bot closed the chat: only its goodbye stays. */
  #ended(goodbye) {
    this.#record.settle();
    this.#fresh({ over: true, stay: goodbye });
    this.#record.note(this.#words.say("ended"), "again");
  }

  #act(item) {
    this.#transcript.focus();
    item.action === "begin" ? this.#record.drop(item) : this.#fresh();
    return this.#begin();
  }
}
