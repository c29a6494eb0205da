// LLM tokens and fare as they run: estimated while an answer comes, exact once it is there. Money is whole nano-dollars, never a float.
const NANO = 9;
const MILLION = 1_000_000n;
const LETTERS_PER_TOKEN = 4; // Of English; what it becomes is told as an estimate.

export const nano = (usd) => {
  const [whole, part = ""] = String(usd ?? "0").split(".");
  return BigInt(whole) * 10n ** BigInt(NANO) + BigInt((part + "0".repeat(NANO)).slice(0, NANO));
};

export const usd = (value) => {
  const digits = value.toString().padStart(NANO + 1, "0");
  const part = digits.slice(-NANO).replace(/0+$/, "").padEnd(2, "0");
  return `$${digits.slice(0, -NANO)}.${part}`;
};

// All calls of a page: the newest is shown, and what all of them cost together.
export class Meter {
  constructor(show) {
    this.show = show;
    this.total = 0n;
    this.isComplete = true;
  }

  begin(letters, price) {
    this.newest = new Tally(this, letters, price);
    this.tell();
    return this.newest;
  }

  tell() {
    this.show({ ...this.newest.figures(), total: (this.isComplete ? "" : "≥ ") + usd(this.total) });
  }
}

class Tally {
  constructor(meter, letters, price) {
    this.meter = meter;
    this.price = { input: nano(price.input), output: nano(price.output) };
    this.tokens = { input: Math.ceil(letters / LETTERS_PER_TOKEN), output: 0 };
    this.isExact = false;
    this.fare = null;
  }

  // Most providers send one LLM token in a frame.
  grow() {
    if (this.isExact) return;
    this.tokens.output++;
    this.meter.tell();
  }

  count(usage) {
    this.tokens = { input: usage.prompt_tokens, output: usage.completion_tokens };
    this.isExact = true;
    this.meter.tell();
  }

  settle(fare) {
    if (this.fare !== null) return;
    this.fare = nano(fare);
    this.meter.total += this.fare;
    this.meter.tell();
  }

  // What it cost could not be learnt: the total is at least what it says.
  lose() {
    this.meter.isComplete = false;
    this.meter.tell();
  }

  figures() {
    const about = this.isExact ? "" : "≈ ";
    const language = document.documentElement.lang;
    const estimate = (this.price.input * BigInt(this.tokens.input) + this.price.output * BigInt(this.tokens.output)) / MILLION;
    return {
      input: about + this.tokens.input.toLocaleString(language),
      output: about + this.tokens.output.toLocaleString(language),
      fare: this.fare === null ? "≈ " + usd(estimate) : usd(this.fare),
    };
  }
}
