// Buttons that copy a text or print the page. Without this script the texts can still be marked and
// copied by hand, and the browser prints.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

async function copy(button) {
  const words = button.parentElement.previousElementSibling;
  const told = button.nextElementSibling;
  try {
    await navigator.clipboard.writeText(words.textContent.trim());
    told.textContent = told.dataset.copied;
  } catch {
    getSelection().selectAllChildren(words);
    told.textContent = told.dataset.notCopied;
  }
}
