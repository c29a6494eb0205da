// Before anything is painted: what the reader's system likes, unless they chose.
const page = document.documentElement;
if (page.dataset.look === "system") {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => page.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  dark.addEventListener("change", apply);
  apply();
}
