import { createClient } from '@x/http-core';

import { hello } from '../src/index.ts';

const greeting = createClient({ plugins: [hello()] });
const plain = createClient();

export const calls = [
  () => greeting.get('', { greeting: 'Hi' }),
  () => greeting.get('', { greeting: false }),
  // @ts-expect-error -- a greeting is a string or false
  () => greeting.get('', { greeting: 5 }),
  // @ts-expect-error -- a client without the plugin does not have its option
  () => plain.get('', { greeting: 'Hi' }),
  // @ts-expect-error -- nor has the plugin an option of that name
  () => hello({ greting: 'Hi' }),
];
