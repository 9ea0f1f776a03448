import assert from 'node:assert/strict';

/** What `promise` rejects with; an `AssertionError` when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => assert.fail('it resolved, and had to reject'),
    (error: unknown) => error,
  );
}
