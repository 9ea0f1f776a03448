import { defineConfig } from 'vitest/config';

const conditions = ['@x/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
    pool: 'forks',
    // Most tests wait for sockets: a core left free, as by default, would only idle.
    maxWorkers: '100%',
    execArgv: ['--expose-gc'],
    testTimeout: 10_000,
  },
});
