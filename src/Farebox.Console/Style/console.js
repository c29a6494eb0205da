// Copies a field to the clipboard, and says so on the button for a while.
const SHOWN_MS = 3000;
for (const button of document.querySelectorAll("[data-copy]")) {
  const name = button.textContent;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(field.value);
    } else {
      // Browsers lend the clipboard to pages of https alone.
      field.select();
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = name; }, SHOWN_MS);
  });
}
