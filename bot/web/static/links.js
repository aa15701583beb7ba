// Plain text to text nodes and safe links. Nothing is ever parsed as HTML.

const FIND = /(https?:\/\/[^\s<>"“”]+)|(\b(?:1-)?\d{3}-\d{3}-\d{4}\b)|(\b(?:911|988)\b)/gi;

/**
 * The nodes for one text. Web addresses and long phone numbers become links; the short numbers
 * 911 and 988 only with `crisis`, as elsewhere they may be part of a law's number.
 */
export function linked(text, { crisis, newTab }) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(FIND)) {
    const [, address, phone, short] = match;
    let node = null;
    let shown = match[0];
    if (address) {
      shown = withoutTail(address);
      node = webLink(shown, newTab);
    } else if (phone || (short && crisis)) {
      node = link(`tel:${shown.replaceAll("-", "")}`, shown);
    }
    if (!node) continue;
    nodes.push(text.slice(from, match.index), node);
    from = match.index + shown.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function webLink(shown, newTab) {
  let url;
  try {
    url = new URL(shown);
  } catch {
    return null;
  }
  // A name before an @ can dress one site up as another.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  const node = link(url.href, shown);
  node.rel = "noreferrer noopener";
  node.target = "_blank";
  const hint = document.createElement("span");
  hint.className = "for-ears";
  hint.textContent = ` ${newTab}`;
  node.append(hint);
  return node;
}

function link(href, shown) {
  const node = document.createElement("a");
  node.href = href;
  node.textContent = shown;
  return node;
}

/** The full stop or bracket after an address belongs to the sentence. */
function withoutTail(address) {
  let end = address.length;
  for (;;) {
    const last = address[end - 1];
    const part = address.slice(0, end);
    const closes = last === ")" && part.split("(").length >= part.split(")").length;
    if (!/[.,;:!?'’)\]}]/.test(last) || closes) return part;
    end -= 1;
  }
}
