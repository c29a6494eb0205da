// openai 3.3.0, the client of 2023 that tutorials still use: createCompletion, createChatCompletion, createEmbedding.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import legacy from 'openai-v3';
import { apiKey, baseURL, chatModel, embeddingModel, legacyModel, unknownModel } from './settings.mjs';

const { Configuration, OpenAIApi } = legacy;
const client = new OpenAIApi(new Configuration({ apiKey, basePath: baseURL }));
const messages = [{ role: 'user', content: 'Say hello.' }];

test('v3 createCompletion works with a retired model name', async () => {
  const { data, status } = await client.createCompletion({ model: legacyModel, prompt: 'Say hello.', max_tokens: 16 });
  assert.equal(status, 200);
  assert.equal(data.object, 'text_completion');
  assert.ok(data.choices[0].text.length > 0);
  assert.ok(data.usage.total_tokens > 0);
});

test('v3 createCompletion streams until [DONE]', async () => {
  const answer = await client.createCompletion(
    { model: legacyModel, prompt: 'Say hello.', stream: true }, { responseType: 'stream' });
  let text = '';
  for await (const piece of answer.data) text += piece;
  const frames = text.split('\n\n').filter((frame) => frame.startsWith('data: '));
  assert.equal(frames.pop(), 'data: [DONE]');
  const words = frames.map((frame) => JSON.parse(frame.slice('data: '.length)).choices[0].text);
  assert.ok(words.join('').length > 0);
});

test('v3 createChatCompletion answers', async () => {
  const { data } = await client.createChatCompletion({ model: chatModel, messages });
  assert.ok(data.choices[0].message.content.length > 0);
  assert.ok(data.usage.total_tokens > 0);
});

test('v3 createEmbedding answers', async () => {
  const { data } = await client.createEmbedding({ model: embeddingModel, input: 'hello' });
  assert.ok(data.data[0].embedding.length > 0);
});

test('v3 errors carry the status and the message', async () => {
  await assert.rejects(client.createChatCompletion({ model: unknownModel, messages }), (error) => {
    assert.equal(error.response.status, 404);
    assert.equal(error.response.data.error.code, 'model_not_found');
    return true;
  });
  const stranger = new OpenAIApi(new Configuration({ apiKey: 'sk-this-key-is-wrong', basePath: baseURL }));
  await assert.rejects(stranger.listModels(), (error) => error.response.status === 401);
});
