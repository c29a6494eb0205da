// openai, the latest: chat, streams, tools, abort, raw responses, typed errors, embeddings, models.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError } from 'openai';
import { apiKey, baseURL, chatModel, embeddingModel, endlessModel, unknownModel } from './settings.mjs';

// A retry would hide a first failure.
const client = new OpenAI({ apiKey, baseURL, maxRetries: 0, timeout: 30_000 });
const messages = [{ role: 'user', content: 'Say hello.' }];
const tools = [{
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}];

// Array.fromAsync, which Node 20 does not have.
async function collect(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}

function assertUsage(usage) {
  assert.ok(usage.prompt_tokens > 0);
  assert.ok(usage.completion_tokens > 0);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
}

test('chat.completions.create answers with text and usage', async () => {
  const completion = await client.chat.completions.create({ model: chatModel, messages });
  assert.equal(completion.object, 'chat.completion');
  assert.ok(completion.choices[0].message.content.length > 0);
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assertUsage(completion.usage);
});

test('withResponse gives the request id and the status', async () => {
  const { data, response, request_id: id } = await client.chat.completions
    .create({ model: chatModel, messages })
    .withResponse();
  assert.ok(data.choices.length > 0);
  assert.equal(response.status, 200);
  assert.match(id, /^req_/);
  assert.equal(response.headers.get('x-request-id'), id);
});

test('a stream without include_usage shows no usage and no empty chunk', async () => {
  const stream = await client.chat.completions.create({ model: chatModel, messages, stream: true });
  const chunks = await collect(stream);
  assert.ok(chunks.length > 2);
  assert.ok(chunks.every((chunk) => chunk.object === 'chat.completion.chunk'));
  assert.ok(chunks.every((chunk) => chunk.choices.length === 1));
  assert.ok(chunks.every((chunk) => !('usage' in chunk)));
  assert.ok(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join('').length > 0);
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
});

test('a stream with include_usage ends with the usage', async () => {
  const stream = await client.chat.completions.create({
    model: chatModel, messages, stream: true, stream_options: { include_usage: true },
  });
  const chunks = await collect(stream);
  const last = chunks.pop();
  assert.deepEqual(last.choices, []);
  assertUsage(last.usage);
  assert.ok(chunks.every((chunk) => chunk.usage === null && chunk.choices.length === 1));
});

test('.stream() collects the whole completion', async () => {
  const runner = client.chat.completions.stream({ model: chatModel, messages });
  let heard = '';
  runner.on('content', (delta) => { heard += delta; });
  const completion = await runner.finalChatCompletion();
  assert.ok(heard.length > 0);
  assert.equal(completion.choices[0].message.content, heard);
});

test('tools pass through, and their results too', async () => {
  const first = await client.chat.completions.create({ model: chatModel, messages, tools });
  const [call] = first.choices[0].message.tool_calls;
  assert.equal(first.choices[0].finish_reason, 'tool_calls');
  assert.equal(call.function.name, 'get_weather');
  assert.ok(JSON.parse(call.function.arguments).city.length > 0);

  const second = await client.chat.completions.create({
    model: chatModel,
    tools,
    messages: [...messages, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '21 degrees' }],
  });
  assert.ok(second.choices[0].message.content.length > 0);
});

test('tools pass through a stream', async () => {
  const completion = await client.chat.completions.stream({ model: chatModel, messages, tools }).finalChatCompletion();
  const [call] = completion.choices[0].message.tool_calls;
  assert.equal(completion.choices[0].finish_reason, 'tool_calls');
  assert.equal(call.function.name, 'get_weather');
  assert.ok(JSON.parse(call.function.arguments).city.length > 0);
});

test('runTools calls the function and ends with an answer', async () => {
  let asked;
  const runner = client.chat.completions.runTools({
    model: chatModel,
    messages,
    tools: [{
      type: 'function',
      function: { ...tools[0].function, parse: JSON.parse, function: ({ city }) => { asked = city; return '21 degrees'; } },
    }],
  });
  assert.ok((await runner.finalContent()).length > 0);
  assert.ok(asked.length > 0);
});

test('abort ends a stream that would not end, and the next call works', async () => {
  const abort = new AbortController();
  const stream = await client.chat.completions.create(
    { model: endlessModel, messages, stream: true }, { signal: abort.signal });
  let chunks = 0;
  for await (const chunk of stream) {
    assert.ok(chunk.choices.length > 0);
    chunks += 1;
    abort.abort();
  }
  assert.ok(chunks > 0);

  const aborted = client.chat.completions.stream({ model: endlessModel, messages });
  aborted.on('chunk', () => aborted.abort());
  await assert.rejects(aborted.done(), APIUserAbortError);
  await client.chat.completions.create({ model: chatModel, messages });
});

test('a wrong key raises AuthenticationError', async () => {
  const stranger = client.withOptions({ apiKey: 'sk-this-key-is-wrong' });
  await assert.rejects(stranger.chat.completions.create({ model: chatModel, messages }), (error) => {
    assert.ok(error instanceof AuthenticationError);
    assert.equal(error.status, 401);
    assert.equal(error.code, 'invalid_api_key');
    assert.match(error.requestID, /^req_/);
    return true;
  });
});

test('an unknown model raises NotFoundError, streaming or not', async () => {
  for (const stream of [false, true]) {
    await assert.rejects(client.chat.completions.create({ model: unknownModel, messages, stream }), (error) => {
      assert.ok(error instanceof NotFoundError);
      assert.equal(error.code, 'model_not_found');
      return true;
    });
  }
  await assert.rejects(client.models.retrieve(unknownModel), NotFoundError);
});

test('missing messages raise BadRequestError that names them', async () => {
  await assert.rejects(client.chat.completions.create({ model: chatModel }), (error) => {
    assert.ok(error instanceof BadRequestError);
    assert.equal(error.param, 'messages');
    assert.equal(error.code, 'missing_required_parameter');
    return true;
  });
});

test('embeddings are the same as numbers and as base64, the default of this client', async () => {
  const input = ['one', 'two'];
  const packed = await client.embeddings.create({ model: embeddingModel, input });
  const plain = await client.embeddings.create({ model: embeddingModel, input, encoding_format: 'float' });
  assert.equal(packed.data.length, input.length);
  assert.ok(packed.data[0].embedding.length > 0);
  assert.ok(packed.usage.prompt_tokens > 0);
  for (const [index, { embedding }] of packed.data.entries()) {
    assert.deepEqual(Array.from(embedding, Math.fround), plain.data[index].embedding.map(Math.fround));
  }
});

test('models are listed and found one by one', async () => {
  const names = (await collect(client.models.list())).map((model) => model.id);
  assert.ok(names.includes(chatModel) && names.includes(embeddingModel));
  const model = await client.models.retrieve(chatModel);
  assert.equal(model.id, chatModel);
  assert.equal(model.object, 'model');
});
