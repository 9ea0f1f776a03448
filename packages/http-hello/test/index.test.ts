import { expect, it } from 'vitest';

import { name } from '../src/index.ts';

it('is called hello', () => {
  expect(name).toBe('hello');
});
