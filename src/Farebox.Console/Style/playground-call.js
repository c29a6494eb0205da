// One call of a model, from its request to its fare.
const FARE_PAUSES_SECONDS = [0.25, 0.5, 1, 2, 4, 8, 15, 30];
const PATIENCE_MS = 2000;

// As fetch tells that it was left.
const stopped = () => Object.assign(new Error("stopped"), { name: "AbortError" });

export class Call {
  constructor(tally, read) {
    this.tally = tally;
    this.read = read;
    this.id = null;
    this.isSent = false;
    this.isStopped = false;
    this.leaving = new AbortController();
    this.stopped = new Promise((_, refuse) => { this.refuse = refuse; });
  }

  // Whoever waits need wait no more. The call itself is left once its number is known: by that its fare is asked for. It comes with the head of
  // the answer, which is not waited for long: a call that is not left goes on, and costs more.
  stop() {
    this.isStopped = true;
    if (this.id) this.leaving.abort();
    else setTimeout(() => this.leaving.abort(), PATIENCE_MS);
    this.refuse(stopped());
  }

  // Hands over every piece as it comes; returns whether all of them did.
  async send(address, token, request, take) {
    if (this.isStopped) throw stopped();
    this.isSent = true;
    const answer = await fetch(address, {
      method: "POST", signal: this.leaving.signal, credentials: "omit", body: JSON.stringify(request),
      headers: { Authorization: "Bearer " + token, "Content-Type": "application/json" },
    });
    this.id = answer.headers.get("x-request-id");
    if (this.isStopped) this.leaving.abort();
    if (!answer.ok) throw Object.assign(new Error((await answer.json()).error.message), { status: answer.status });
    let isWhole = false;
    for await (const piece of this.read(answer)) {
      if (this.isStopped) break;
      if (piece.usage) this.tally.count(piece.usage);
      if (piece.fare) this.tally.settle(piece.fare);
      if (piece.error) throw new Error(piece.error);
      take(piece);
      isWhole ||= piece.isWhole;
    }
    return isWhole;
  }

  // What ended early is charged for what had come. That is known when its record is written, soon after.
  async settle(ended, fareAddress) {
    await ended.catch(() => {}); // Told already.
    if (!this.isSent) this.tally.settle("0");
    for (const seconds of this.id ? FARE_PAUSES_SECONDS : []) {
      if (this.tally.fare !== null) return;
      await new Promise((go) => setTimeout(go, seconds * 1000));
      const fare = await this.ask(fareAddress);
      if (fare) this.tally.settle(fare);
    }
    if (this.tally.fare === null) this.tally.lose();
  }

  // Null for as long as it is not known, and when the server is not reached: what broke the call may last.
  async ask(fareAddress) {
    try {
      const answer = await fetch(`${fareAddress}/${encodeURIComponent(this.id)}`);
      return answer.headers.get("content-type")?.startsWith("application/json") ? (await answer.json()).charge_usd : null;
    } catch (problem) {
      if (problem instanceof TypeError) return null;
      throw problem;
    }
  }
}
