// On paper or in a file: the list of next steps, and a blank log. Made here in the browser; nothing
// goes to the server. Neither the title nor the file name says what it is about.

const LOG_ROWS = 10;
const LOG_COLUMNS = ["log_when", "log_what", "log_where_how", "log_proof", "log_who_saw", "log_report", "log_effect"];
const FILE_STYLE =
  "body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}" +
  "table{border-collapse:collapse;width:100%}th,td{border:1px solid;padding:.4rem;text-align:start;" +
  "vertical-align:top}td{height:3rem}";

/** Shows the sheet alone to the printer, under a plain title. */
export function print(paper, words) {
  const sheet = element("section", ...content(paper, words));
  sheet.id = "sheet";
  document.body.append(sheet);
  const title = document.title;
  document.title = words.say("paper_title");
  const tidy = () => {
    document.title = title;
    sheet.remove();
  };
  addEventListener("afterprint", tidy, { once: true });
  window.print();
}

/** Hands the browser the sheet as a file to keep. */
export function save(paper, words) {
  const page = document.implementation.createHTMLDocument(words.say("paper_title"));
  page.documentElement.lang = words.language;
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  const style = page.createElement("style");
  style.textContent = FILE_STYLE;
  page.head.prepend(charset);
  page.head.append(style);
  page.body.append(...content(paper, words));
  const file = new Blob(["<!doctype html>\n", page.documentElement.outerHTML], { type: "text/html" });
  const link = element("a");
  link.href = URL.createObjectURL(file);
  link.download = `${words.say("paper_file")}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The sheet's nodes: the bot's own words as they were said, or the empty table of the log. */
function content({ page, text }, words) {
  const heading = element("h1", words.say("paper_title"));
  if (page === "log") return [heading, log(words)];
  return [heading, ...text.split(/\n\s*\n/).flatMap(part)];
}

/** A paragraph and the list under it, out of one bubble. */
function part(bubble) {
  const lines = bubble.split("\n");
  const items = lines.filter((line) => line.startsWith("- "));
  const rest = lines.filter((line) => !line.startsWith("- "));
  const [first, ...after] = rest.map((line) => element("p", line));
  const list = element("ul", ...items.map((line) => element("li", line.slice(2))));
  return [first, items.length ? list : null, ...after].filter(Boolean);
}

function log(words) {
  const head = LOG_COLUMNS.map((name) => element("th", words.say(name)));
  const rows = Array.from({ length: LOG_ROWS }, () =>
    element("tr", ...LOG_COLUMNS.map(() => element("td"))),
  );
  return element("table", element("thead", element("tr", ...head)), element("tbody", ...rows));
}

function element(tag, ...children) {
  const node = document.createElement(tag);
  node.append(...children);
  return node;
}
