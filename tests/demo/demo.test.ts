import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

it('the demo ends by itself, with every claim held and no colours in a pipe', async () => {
  const { PATH, HOME } = process.env;
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    const parameters = ['--conditions=@x/source', 'examples/demo/main.ts'];
    const options = { cwd: root, env: { PATH, HOME }, timeout: 50_000 };
    execFile(process.execPath, parameters, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr });
    });
  });
  expect(code, output).toBe(0);
  expect(output).not.toContain('\u001B');
  expect(output).toMatch(/^(\d+) of \1 scenes came out as they should/m);
}, 60_000);
