// Takes steps without loading the page anew; every form also works without this file.

const LOOK_AGAIN_MS = 3000;

if (document.querySelector("[data-waiting]")) {
  setInterval(async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-waiting]")) location.reload();
    } catch {
      // The preview may be starting anew: look again later.
    }
  }, LOOK_AGAIN_MS);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("[data-busy]")) {
  form.addEventListener("submit", (event) => {
    form.querySelector("[data-busy-words]").hidden = event.submitter?.value !== "table";
  });
}

const stage = document.getElementById("stage");
if (stage) {
  showNewest();
  stage.addEventListener("submit", takeStep);
  stage.addEventListener("keydown", sendByEnter);
}

async function takeStep(event) {
  const form = event.target;
  if (!form.matches("[data-step]")) return;
  event.preventDefault();
  if (stage.getAttribute("aria-busy") === "true") return;
  const typed = form.matches("[data-say]");
  if (typed && !form.elements.text.value.trim()) return;
  stage.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("stage");
    if (!answer.ok || !next) {
      location.assign(answer.redirected ? answer.url : location.href);
      return;
    }
    takeNotices(page);
    take(next, page);
  } catch {
    form.submit();
  } finally {
    stage.setAttribute("aria-busy", "false");
  }
}

function take(next, page) {
  const log = document.getElementById("log");
  const newLog = next.querySelector("#log");
  const had = log.children.length;
  const turns = [...newLog.children];
  // Old turns only lose their buttons: nobody wants them read out again.
  log.setAttribute("aria-live", "off");
  log.replaceChildren(...turns.slice(0, had));
  stage.dataset.turns = next.dataset.turns;
  for (const id of ["composer", "panel"]) {
    document.getElementById(id).replaceChildren(...next.querySelector(`#${id}`).childNodes);
  }
  for (const part of [".tools", ".run-head"]) {
    document.querySelector(part).replaceWith(page.querySelector(part));
  }
  requestAnimationFrame(() => {
    log.setAttribute("aria-live", "polite");
    log.append(...turns.slice(had));
    showNewest();
    (document.getElementById("text") ?? log).focus({ preventScroll: true });
  });
}

function takeNotices(page) {
  for (const old of document.querySelectorAll("main > .notice[role]")) old.remove();
  document.getElementById("content").prepend(...page.querySelectorAll("main > .notice[role]"));
}

function sendByEnter(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.id === "text") {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

function showNewest() {
  const log = document.getElementById("log");
  const newest = log.lastElementChild;
  if (newest) log.scrollTop = newest.offsetTop - log.offsetTop - 8;
}
