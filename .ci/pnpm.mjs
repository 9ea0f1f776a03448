// The pinned pnpm for a machine that has none: `node .ci/pnpm.mjs add --filter @x/http-core got`.
import { pnpm } from './workspace.mjs';

process.exitCode = (await pnpm(process.argv.slice(2), { inherit: true, cwd: process.cwd() })).code;
