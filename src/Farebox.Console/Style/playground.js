// The playground: gets an access token that lives for minutes, and calls the model with it from here. What a model says is only ever text.
const form = document.getElementById("playground");
if (form) {
  const { stream, call, meter, code } = form.dataset;
  const [{ read }, { Call }, { Meter }, { write }] = await Promise.all([stream, call, meter, code].map((address) => import(address)));
  start(form, read, Call, Meter, write);
}

function start(form, read, Call, Meter, write) {
  const $ = (id) => document.getElementById(id);
  const api = new URL("/v1", location.href).href;
  const MARGIN_SECONDS = 60;
  const turns = [];
  let token = null;
  let underWay = null;
  let language = "curl";
  const meter = new Meter((figures) => {
    for (const [id, figure] of Object.entries(figures)) $(id).textContent = figure;
  });

  const number = (id) => ($(id).value === "" ? undefined : Number($(id).value));
  const body = (more = []) => ({
    model: $("model").value,
    messages: [...($("system").value.trim() ? [{ role: "system", content: $("system").value }] : []), ...turns, ...more],
    temperature: number("temperature"),
    top_p: number("top_p"),
    max_tokens: number("max_tokens"),
    stream: true,
    stream_options: { include_usage: true },
  });

  function fail(message) {
    $("problem").textContent = message;
    $("problem").hidden = false;
  }

  // One token for as long as it lives and the choices stay: it is good for nothing else.
  async function getToken() {
    const choice = [$("key").value, $("model").value, $("max_spend").value].join("\n");
    if (token?.choice === choice && token.until > Date.now()) return token.value;
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer.redirected || !answer.headers.get("content-type")?.startsWith("application/json")) throw new Error(form.dataset.lost);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error.message);
    token = { choice, value: told.access_token, until: Date.now() + (told.expires_in - MARGIN_SECONDS) * 1000 };
    return token.value;
  }

  function add(element) {
    $("log").append(element);
    $("log").scrollTop = $("log").scrollHeight;
  }

  function bubble(role) {
    $("nothing").hidden = true;
    const row = document.createElement("div");
    row.className = role === "user" ? "turn turn-mine" : "turn";
    const who = document.createElement("div");
    who.className = "text-secondary small";
    who.textContent = role === "user" ? form.dataset.you : $("model").value;
    const text = document.createElement("div");
    text.className = "turn-text";
    row.append(who, text);
    add(row);
    return text;
  }

  function note(message) {
    const line = document.createElement("p");
    line.className = "text-secondary small";
    line.textContent = message;
    add(line);
  }

  function busy(is) {
    $("send").disabled = is;
    $("stop").disabled = !is;
    $("clear").disabled = is;
    $("log").setAttribute("aria-busy", String(is));
  }

  async function run(call, request, target) {
    const isWhole = await call.send(api + "/chat/completions", await getToken(), request, (piece) => {
      if (piece.text) {
        const atEnd = $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 40;
        target.append(piece.text);
        call.tally.grow();
        if (atEnd) $("log").scrollTop = $("log").scrollHeight;
      }
      if (piece.finish === "length") note(form.dataset.cut);
    });
    if (!isWhole && !call.isStopped) throw new Error(form.dataset.lost);
  }

  async function send() {
    const content = $("message").value.trim();
    if (!content || underWay || !form.reportValidity()) return;
    $("problem").hidden = true;
    const asked = { role: "user", content };
    const request = body([asked]);
    bubble("user").textContent = content;
    $("message").value = "";
    const target = bubble("assistant");
    const option = $("model").selectedOptions[0];
    const tally = meter.begin(request.messages.reduce((sum, message) => sum + message.content.length, 0), option.dataset);
    const call = (underWay = new Call(tally, read));
    const ended = run(call, request, target);
    busy(true);
    try {
      await Promise.race([ended, call.stopped]);
      turns.push(asked, { role: "assistant", content: target.textContent });
    } catch (problem) {
      if (problem.name === "AbortError") {
        note(form.dataset.stopped);
        if (target.textContent) turns.push(asked, { role: "assistant", content: target.textContent });
      } else {
        if (problem.status === 401) token = null;
        fail(problem instanceof TypeError ? form.dataset.lost : problem.message);
      }
      if (!target.textContent) target.parentElement.remove();
    } finally {
      call.settle(ended, form.dataset.fare);
      underWay = null;
      busy(false);
      show();
      $("message").focus();
    }
  }

  function show() {
    const message = $("message").value.trim();
    $("lines").value = write(language, api, JSON.parse(JSON.stringify(body(message ? [{ role: "user", content: message }] : []))));
    for (const button of form.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
      button.classList.toggle("btn-primary", button.dataset.language === language);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  $("message").addEventListener("keydown", (event) => {
    // While an input method composes, Enter is its own.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  $("stop").addEventListener("click", () => underWay?.stop());
  $("clear").addEventListener("click", () => {
    turns.length = 0;
    for (const old of $("log").querySelectorAll(".turn, p.small")) old.remove();
    $("nothing").hidden = false;
    $("problem").hidden = true;
    show();
  });
  form.addEventListener("input", show);
  for (const button of form.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      language = button.dataset.language;
      show();
    });
  }
  show();
}
