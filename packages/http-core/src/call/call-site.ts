/** Frames of the code that made a call; captured only when wanted. */
export interface CallSite {
  readonly stack?: string;
}

/**
 * The frames below `hide`. In the `catch` of the async function a verb returns, V8 walks the chain of awaiting functions,
 * so this finds who awaits the call and costs nothing until it fails. `undefined` where nobody has awaited it yet.
 */
export function captureFrames(hide: (...values: never[]) => unknown): string | undefined {
  const site: CallSite = {};
  // V8 has it, other engines not yet everywhere.
  Error.captureStackTrace?.(site, hide);
  const { stack = '' } = site;
  const at = stack.indexOf('\n    at ');
  if (at === -1) return undefined;
  const frames = stack.slice(at).replace(/^\n    at process\.processTicksAndRejections[^\n]*/, '');
  return frames === '' ? undefined : frames;
}

/** Replaces the frames of an error by those of the call that failed. */
export function setFrames(error: Error, frames: string): void {
  error.stack = `${error.name}: ${error.message}${frames}`;
}
