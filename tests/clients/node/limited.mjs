// The official Node client with its own retries, against a server whose limit is used up for the moment:
//
//   FAREBOX_BASE_URL=http://127.0.0.1:8420/v1 FAREBOX_API_KEY=sk-fbx... node limited.mjs
//
// Ten calls at once; every one of them must get through in the end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { apiKey, baseURL, chatModel } from './settings.mjs';

test('ten calls over a limit all get through by the client\'s own retries', async () => {
  const client = new OpenAI({ apiKey, baseURL });
  const call = () => client.chat.completions.create({ model: chatModel, messages: [{ role: 'user', content: 'Say hello.' }] });
  const answers = await Promise.all(Array.from({ length: 10 }, call));
  assert.ok(answers.every((answer) => answer.choices[0].message.content.length > 0));
});
