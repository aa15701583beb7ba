// What the screen does under the page: the phone's keyboard, and the network going away.

/** Keeps header and text box on screen where the keyboard covers the page (iOS). */
export function fitAboveKeyboard() {
  const view = window.visualViewport;
  if (!view) return;
  const short = matchMedia("(max-height: 340px)"); // there the page scrolls as a whole
  const fit = () => {
    if (view.scale > 1.01 || short.matches) {
      document.body.style.removeProperty("--height"); // zoomed in: leave it to the browser
      return;
    }
    document.body.style.setProperty("--height", `${view.height}px`);
    window.scrollTo(0, 0);
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit); // iOS scrolls a focused text box into view after that
}

/** Shows the offline notice while the browser knows that it has no network. */
export function watchNetwork() {
  const notice = document.getElementById("offline");
  const show = () => (notice.hidden = navigator.onLine);
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
