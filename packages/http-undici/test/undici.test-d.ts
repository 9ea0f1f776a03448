import { createClient } from '@x/http-core';

import { undici } from '../src/index.ts';

const api = createClient({ plugins: [undici()] });
// It adds nothing to the options of a call.
void api.get('https://api.example.com/', { headers: {} });
// @ts-expect-error An option that only undici itself has.
void api.get('https://api.example.com/', { bodyTimeout: 5 });
// @ts-expect-error The pool is the client's.
undici({ connections: 5 });
