import { describePlugin } from '@x/http-testing';
import { describe, it } from 'vitest';

import { proxy } from '../src/index.ts';

const secret = 'hunter2-of-the-proxy';

describePlugin({ describe, it }, () => proxy({ https: `http://me:${secret}@127.0.0.1:9` }), {
  secret,
  refusedOptions: [
    { option: 'http', make: () => proxy({ http: 'ftp://proxy.example' }) },
    { option: 'https', make: () => proxy({ https: 5 } as never) },
    { option: 'htp', make: () => proxy({ htp: 'http://proxy.example' } as never) },
  ],
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});
