// What the tests are told by the environment.

function required(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set. See the top of run.mjs.`);
    process.exit(2);
  }
  return value;
}

export const baseURL = required('FAREBOX_BASE_URL');
export const apiKey = required('FAREBOX_API_KEY');
export const chatModel = process.env.FAREBOX_CHAT_MODEL ?? 'gpt-4o-mini';
export const endlessModel = process.env.FAREBOX_ENDLESS_MODEL ?? 'endless';
export const embeddingModel = process.env.FAREBOX_EMBEDDING_MODEL ?? 'text-embedding-3-small';
export const legacyModel = process.env.FAREBOX_LEGACY_MODEL ?? 'text-davinci-003';
export const unknownModel = 'no-such-model';
