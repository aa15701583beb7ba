// Puts the page together.

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { setUpHelp } from "./help.js";
import { setUpHost } from "./host.js";
import { setUpLeaving } from "./leave.js";
import { fitAboveKeyboard, watchNetwork } from "./screen.js";
import { Store } from "./store.js";
import { endSessionOnLeave } from "./transport.js";
import { Words } from "./words.js";

const words = new Words();
const store = new Store();
const chat = new Chat({ store, words, giveBack: (text) => composer.giveBack(text) });
const composer = new Composer({ store, words, send: (text) => chat.say(text) });

setUpLeaving(words, () => {
  const { token } = chat;
  chat.halt();
  store.close();
  if (token) endSessionOnLeave(token);
});
document.getElementById("forget").addEventListener("click", () => {
  store.clear();
  composer.clear();
  chat.forget();
});

setUpHelp(words);
setUpHost(words);
fitAboveKeyboard();
watchNetwork();
document.getElementById("static-help").remove();
for (const id of ["forget", "shift-note"]) document.getElementById(id).hidden = false;
composer.show();
chat.open();
