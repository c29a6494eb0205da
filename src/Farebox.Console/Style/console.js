// Copies a field, or lines, to the clipboard, and says so on the button for a while.
const SHOWN_MS = 3000;
for (const button of document.querySelectorAll("[data-copy]")) {
  const name = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
    } else {
      // Browsers lend the clipboard to pages of https alone.
      getSelection().selectAllChildren(source);
      source.select?.();
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = name; }, SHOWN_MS);
  });
}
