import { afterEach, expect, test, vi } from 'vitest';

import { createBoundary } from '../../src/body/multipart-boundary.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

// INVARIANT: boundaries do not come from Math.random, whose sequence a peer can work out (CVE-2025-22150, CVE-2025-7783).
test('two boundaries differ with Math.random stubbed, and hold at least 128 bits', () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const boundaries = new Set(Array.from({ length: 1000 }, createBoundary));
  expect(boundaries.size).toBe(1000);
  expect(random).not.toHaveBeenCalled();
  for (const boundary of boundaries) expect(boundary).toMatch(/^----form-[\da-f]{40}$/);
});
