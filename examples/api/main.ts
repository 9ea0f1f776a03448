import { startApi } from './server.ts';

const api = await startApi(Number(process.env['PORT'] ?? 8787));
console.log(`The API of the examples listens at ${api.url} (Ctrl-C ends it)`);
process.once('SIGINT', () => void api[Symbol.asyncDispose]());
