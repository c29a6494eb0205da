// Puts each call on top of the log when it has ended. Everything it shows is text; without this script the page is a list.
const body = document.querySelector("[data-live]");
const template = document.getElementById("live-row");
const state = document.querySelector("[data-live-state]");
const text = document.querySelector("[data-live-text]");
const button = document.querySelector("[data-live-pause]");
const mostRows = 200;
let source = null;

const say = (word) => {
  state.hidden = false;
  text.textContent = text.dataset[word];
  state.classList.toggle("status-green", word === "following");
  state.classList.toggle("status-yellow", word !== "following");
};

const show = (line) => {
  // The stream begins a little before the page ends.
  if (body.querySelector(`[data-id="${CSS.escape(line.id)}"]`)) return;
  const row = template.content.firstElementChild.cloneNode(true);
  row.dataset.id = line.id;
  for (const cell of row.querySelectorAll("[data-cell]")) cell.textContent = line[cell.dataset.cell];
  const link = row.querySelector("[data-link]");
  link.href = link.dataset.link + encodeURIComponent(line.id);
  row.querySelector(".badge").classList.add(line.badge);
  document.querySelector("[data-live-empty]")?.remove();
  body.prepend(row);
  while (body.rows.length > mostRows) body.lastElementChild.remove();
};

const follow = () => {
  source = new EventSource(body.dataset.live);
  source.onopen = () => say("following");
  source.onmessage = (event) => show(JSON.parse(event.data));
  // It comes again by itself, unless the server refused.
  source.onerror = () => say("lost");
};

const pause = () => {
  source.close();
  source = null;
  say("paused");
};

button.hidden = false;
button.addEventListener("click", () => {
  if (source) pause();
  else follow();
  button.textContent = source ? button.dataset.pause : button.dataset.resume;
});
addEventListener("pagehide", () => source?.close());
follow();
