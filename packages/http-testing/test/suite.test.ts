import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, it } from 'vitest';

import { describePlugin, recorder } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'suite-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

describePlugin(
  { describe, it },
  () => recorder({ file: join(folder, `${(count += 1)}.json`), mode: 'record' }),
  {
    // It asks for bodies as they are, so that a cassette can be read.
    addedHeaders: ['accept-encoding'],
    refusedOptions: [
      { option: 'file', make: () => recorder({ file: '' }) },
      { option: 'mode', make: () => recorder({ file: 'a.json', mode: 'play' as never }) },
      { option: 'repeat', make: () => recorder({ file: 'a.json', repeat: 'yes' as never }) },
    ],
    module: new URL('../src/recorder/index.ts', import.meta.url),
    execArgv: ['--conditions=@x/source'],
  },
);
