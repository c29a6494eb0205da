// The conversation as lines of a program. The key comes from the environment: the playground's token is gone in minutes.
const text = (value) => JSON.stringify(value);
const indent = (lines, by) => lines.map((line) => " ".repeat(by) + line).join("\n");

const shell = (value) => `'${value.replaceAll("'", "'\\''")}'`;

const curl = (base, body) => [
  `curl ${shell(base + "/chat/completions")} \\`,
  `  -H "Authorization: Bearer $OPENAI_API_KEY" -H "Content-Type: application/json" \\`,
  `  -d ${shell(JSON.stringify(body, null, 2))}`,
].join("\n");

const python = (base, body) => {
  const { messages, model, ...rest } = body;
  return [
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url=${text(base)})  # reads OPENAI_API_KEY`,
    "stream = client.chat.completions.create(",
    `    model=${text(model)},`,
    "    messages=[",
    indent(messages.map((message) => `{"role": ${text(message.role)}, "content": ${text(message.content)}},`), 8),
    "    ],",
    ...Object.entries(rest).filter(([name]) => name !== "stream_options" && name !== "stream").map(([name, value]) => `    ${name}=${text(value)},`),
    "    stream=True,",
    ")",
    "for chunk in stream:",
    "    if chunk.choices:",
    '        print(chunk.choices[0].delta.content or "", end="", flush=True)',
  ].join("\n");
};

const node = (base, body) => {
  const { stream_options: _, ...request } = body;
  return [
    'import OpenAI from "openai";',
    "",
    `const client = new OpenAI({ baseURL: ${text(base)} }); // reads OPENAI_API_KEY`,
    `const stream = await client.chat.completions.create(${JSON.stringify(request, null, 2)});`,
    "for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? \"\");",
  ].join("\n");
};

const KINDS = { system: "SystemChatMessage", user: "UserChatMessage", assistant: "AssistantChatMessage" };

const csharp = (base, body) => {
  const options = [
    body.temperature === undefined ? null : `Temperature = ${body.temperature}f`,
    body.top_p === undefined ? null : `TopP = ${body.top_p}f`,
    body.max_tokens === undefined ? null : `MaxOutputTokenCount = ${body.max_tokens}`,
  ].filter(Boolean);
  return [
    "using System.ClientModel;",
    "using OpenAI;",
    "using OpenAI.Chat;",
    "",
    `var client = new ChatClient(${text(body.model)}, new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!),`,
    `    new OpenAIClientOptions { Endpoint = new Uri(${text(base)}) });`,
    "ChatMessage[] messages =",
    "[",
    indent(body.messages.map((message) => `new ${KINDS[message.role]}(${text(message.content)}),`), 4),
    "];",
    `var options = new ChatCompletionOptions${options.length ? ` { ${options.join(", ")} }` : "()"};`,
    "foreach (var update in client.CompleteChatStreaming(messages, options))",
    "{",
    "    foreach (var part in update.ContentUpdate) Console.Write(part.Text);",
    "}",
  ].join("\n");
};

const WRITERS = { curl, Python: python, Node: node, "C#": csharp };

export const write = (language, base, body) => WRITERS[language](base, body);
