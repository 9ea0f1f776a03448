import type { EventEmitter } from 'node:events';

/**
 * Keeps what is on Object.prototype from passing for a listener: Node's streams hold their listeners in an ordinary
 * object, and throw in the middle of an exchange when they find a text under `connect` or `timeout`.
 */
export function ownListeners(emitter: EventEmitter): void {
  const { _events: listeners } = emitter as { _events?: object };
  if (listeners !== undefined) Object.setPrototypeOf(listeners, null);
}
