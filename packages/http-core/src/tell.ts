/** Tells a listener, who only watches: what it throws, or rejects with later, never reaches the call. */
export function tell<T>(listener: (detail: T) => unknown, detail: T): void {
  try {
    const returned = listener(detail);
    if (returned instanceof Promise) returned.catch(() => {});
  } catch {
    // Nobody asked for its opinion.
  }
}
