// A quiet chat ends by itself. Some minutes before, the page says so. Phones stop timers in the
// background, so the clock is also looked at when the page comes back into view.

const WARN_MINUTES = 5; // before the end; half the time where the whole is shorter than that twice
const LOOK_MS = 10_000;
const MINUTE_MS = 60_000;

/**
 * `current()` gives the session or null. `warn(minutes)` runs once before each end, and `end()` when the
 * time is over.
 */
export function watchIdle(current, { warn, end }) {
  const look = () => {
    const session = current();
    if (!session?.token || session.over) return;
    const { idleMinutes, touched, warned } = session;
    const left = (touched - Date.now()) / MINUTE_MS + idleMinutes;
    if (left <= 0) return end();
    if (left > Math.min(WARN_MINUTES, idleMinutes / 2) || warned === touched) return;
    session.warned = touched;
    warn(Math.ceil(left));
  };
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", look);
}
