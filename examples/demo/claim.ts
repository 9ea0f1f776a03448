import { paint, type Print } from './transcript.ts';

/** States what has just been seen, and throws when it was not: a scene checks its own claims. */
export function claim(print: Print, holds: boolean, text: string): asserts holds {
  if (!holds) throw new Error(`it should hold, but does not: ${text}`);
  print(`  ${paint('green', '✓')} ${text}`);
}

/** What `promise` rejects with; a scene that expects a failure fails without one. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the call should have failed, but came to a response');
}
