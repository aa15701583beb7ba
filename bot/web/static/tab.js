// One chat, one tab. Browsers copy sessionStorage into a duplicated tab and into window.open(),
// so a page that finds a kept chat first asks whether another open page has it already.

const WAIT_MS = 400; // a reload may start before the old page has let go
const page = newId();

/** A random name for a chat, or for a message. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Takes the chat `id` for this page until the page goes; false when another page has it. */
export function claim(id) {
  if (navigator.locks) return claimByLock(id);
  if (window.BroadcastChannel) return claimByAsking(id);
  return Promise.resolve(false);
}

/** Locks also hold in a tab that the phone has frozen in the background. */
function claimByLock(id) {
  return new Promise((resolve) => {
    const keep = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks
      .request(`chat-${id}`, { signal: AbortSignal.timeout(WAIT_MS) }, keep)
      .catch(() => resolve(false));
  });
}

/** Plain http on a local network has no locks: ask the other pages instead. */
function claimByAsking(id) {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel("chat");
    let mine = false;
    channel.onmessage = ({ data }) => {
      if (data.id !== id || data.page === page) return;
      if (data.asks && mine) channel.postMessage({ id, page, asks: false });
      if (!data.asks && !mine) {
        channel.close();
        resolve(false);
      }
    };
    channel.postMessage({ id, page, asks: true });
    setTimeout(() => {
      mine = true;
      resolve(true);
    }, WAIT_MS);
  });
}
