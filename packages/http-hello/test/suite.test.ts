import { describePlugin } from '@x/http-testing';
import { describe, it } from 'vitest';

import { hello, type HelloOptions } from '../src/index.ts';

describePlugin({ describe, it }, hello, {
  addedHeaders: ['greeting'],
  refusedOptions: [
    { option: 'greeting', make: () => hello({ greeting: '' }) },
    { option: 'greting', make: () => hello({ greting: 'Hi' } as HelloOptions) },
  ],
  callOptions: [{ greeting: 'Hi' }, { greeting: false }],
  refusedCallOptions: { greeting: 5 },
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});
