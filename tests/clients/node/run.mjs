// The official Node clients, unmodified, against a running server.
//
//   FAREBOX_BASE_URL=http://127.0.0.1:8420/v1 FAREBOX_API_KEY=sk-fbx... node run.mjs
//
// The server must offer, under these names or those that settings.mjs reads from the environment:
//   gpt-4o-mini             chat, streams; calls the first tool of a request until the tool's result is there
//   endless                 a chat stream that says something and then neither goes on nor ends
//   text-embedding-3-small  embeddings, as numbers and as base64
//   text-davinci-003        legacy completions (a retired name: an alias will do)
// In Farebox's own tests a scripted upstream behind it does that (ClientScenario in tests/Farebox.Testing).

import './latest.mjs';
import './v3.mjs';
