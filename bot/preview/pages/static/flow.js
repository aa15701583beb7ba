// Zooming and following in a flow picture. Without it the picture scrolls and each box is a link.
const svg = document.getElementById("flow");
const frame = document.getElementById("frame");
const tools = document.getElementById("tools");
const stage = document.getElementById("stage");
const panel = document.getElementById("panel");

const LEAST = 0.1, MOST = 4, STEP = 1.25;
let scale = 1;

function zoom(to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  const { width, height } = svg.viewBox.baseVal;
  const before = scale;
  scale = Math.min(MOST, Math.max(LEAST, to));
  const left = (frame.scrollLeft + x) * scale / before - x;
  const top = (frame.scrollTop + y) * scale / before - y;
  svg.style.width = `${width * scale}px`;
  svg.style.height = `${height * scale}px`;
  frame.scrollTo(left, top);
  document.getElementById("zoomed").textContent = `${Math.round(scale * 100)} %`;
}

function fitting() {
  const { width, height } = svg.viewBox.baseVal;
  return Math.min((frame.clientWidth - 4) / width, innerHeight * 0.76 / height, 1.5);
}

function act(name) {
  if (name === "in") zoom(scale * STEP);
  else if (name === "out") zoom(scale / STEP);
  else if (name === "fit") zoom(fitting());
  else if (name === "full") zoom(1);
  else if (name === "none") alike();
}

const KEYS = { "+": "in", "=": "in", "-": "out", "_": "out", 0: "fit", 1: "full" };

function listen() {
  tools.hidden = false;
  tools.addEventListener("click", (event) => act(event.target.dataset?.zoom));
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    act(KEYS[event.key]);
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.x, event.clientY - box.y);
  }, { passive: false });
  pinch();
}

function pinch() {
  let apart = 0, from = 1;
  const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  frame.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) [apart, from] = [distance(event.touches), scale];
  }, { passive: true });
  frame.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !apart) return;
    event.preventDefault();
    const box = frame.getBoundingClientRect(), [a, b] = event.touches;
    const x = (a.clientX + b.clientX) / 2 - box.x, y = (a.clientY + b.clientY) / 2 - box.y;
    zoom(from * distance(event.touches) / apart, x, y);
  }, { passive: false });
}

const boxOf = (id) => svg.querySelector(`.node[id="${CSS.escape(id)}"]`);
const idOf = (name) => name.replace(/[^A-Za-z0-9_]/g, "-");

function show(node) {
  const box = node.getBoundingClientRect(), around = frame.getBoundingClientRect();
  frame.scrollBy(
    box.x + box.width / 2 - around.x - around.width / 2,
    box.y + box.height / 2 - around.y - around.height / 2,
  );
}

function alike() {
  svg.classList.remove("following");
  for (const node of svg.querySelectorAll(".lit, .chosen")) node.classList.remove("lit", "chosen");
  tools.querySelector('[data-zoom="none"]').hidden = true;
}

// Lights what the list beside the picture tells, so that both always say the same.
function light() {
  const name = panel.querySelector("[data-box]")?.dataset.box;
  if (!name) return;
  alike();
  svg.classList.add("following");
  tools.querySelector('[data-zoom="none"]').hidden = false;
  for (const { dataset } of panel.querySelectorAll("li[data-from]")) {
    const arrow = `.edge[data-from="${dataset.from}"][data-to="${dataset.to}"]`;
    for (const edge of svg.querySelectorAll(arrow)) edge.classList.add("lit");
    for (const end of [dataset.from, dataset.to]) boxOf(end)?.classList.add("lit");
  }
  boxOf(idOf(name))?.classList.add("lit", "chosen");
}

async function follow(name) {
  const answer = await fetch(`${stage.dataset.panel}?at=${encodeURIComponent(name)}`);
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  panel.replaceChildren(...page.body.childNodes);
  light();
  const node = boxOf(idOf(name));
  if (node) show(node);
  const address = new URL(location);
  address.searchParams.set("at", name);
  history.replaceState(null, "", address);
  panel.querySelector("#here").focus({ preventScroll: true });
}

function chosen(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const inList = event.target.closest("a[data-at]");
  const inPicture = event.target.closest("#flow .node[id]");
  if (inList && boxOf(idOf(inList.dataset.at))) {
    event.preventDefault();
    stage.scrollIntoView({ block: "nearest" });
    follow(inList.dataset.at);
  } else if (inPicture && !event.target.closest("a.way")) {
    event.preventDefault();
    follow(inPicture.dataset.at);
  }
}

if (svg) {
  listen();
  if (stage) {
    document.addEventListener("click", chosen);
    light();
  }
  const across = (frame.clientWidth - 4) / svg.viewBox.baseVal.width;
  const first = svg.querySelector(".chosen");
  zoom(Math.max(fitting(), stage ? (first ? 0.85 : 0.6) : Math.min(1, across)));
  if (first) show(first);
  else frame.scrollTo(0, 0);
}

// Paper cannot be unfolded.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const one of unfolded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of unfolded) one.open = false;
  unfolded = [];
});
