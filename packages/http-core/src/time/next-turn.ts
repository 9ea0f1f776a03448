/** Calls back in the next turn of the event loop, after I/O that is ready; a timer stands in where there is no `setImmediate`. */
export function nextTurn(callback: () => void): void {
  (globalThis.setImmediate ?? setTimeout)(callback);
}
