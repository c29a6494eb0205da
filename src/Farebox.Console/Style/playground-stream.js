// Reads a streamed chat completion: yields what each frame holds, and the fare that Farebox writes into a comment before the end.
const FARE = "farebox-charge-usd=";

export async function* read(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith(":")) {
        const at = line.indexOf(FARE);
        if (at >= 0) yield { fare: line.slice(at + FARE.length).trim() };
      } else if (line.startsWith("data:")) {
        const data = line.slice(5).trim();
        if (data === "[DONE]") yield { isWhole: true };
        else if (data) yield frame(JSON.parse(data));
      }
    }
  }
}

function frame(chunk) {
  if (chunk.error) return { error: chunk.error.message ?? String(chunk.error) };
  const choice = chunk.choices?.[0];
  return { text: choice?.delta?.content ?? "", finish: choice?.finish_reason, usage: chunk.usage };
}
