import { createClient } from '@x/http-core';
import { resilience } from '@x/http-resilience';

import { ChatSdk } from './chat-sdk.ts';

const baseUrl = process.env['API_URL'] ?? 'http://127.0.0.1:8787/';

// One client, whose pool, retries, deadline and events hold for whatever the SDK sends.
await using client = createClient({ name: 'chat', timeout: { total: 10_000 }, plugins: [resilience()] });
client.on('attempt.finished', ({ attempt, status }) => console.log('  attempt', attempt, status));

const sdk = new ChatSdk({ baseUrl, apiKey: 'sk-example', fetch: client.fetch });

console.log('models:', await sdk.models()); // the API answers 503 twice; the SDK does not hear of it
for await (const word of sdk.chat('hello')) console.log('word:', word);
