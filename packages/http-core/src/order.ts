/**
 * The whole ordering contract, outermost first: where a layer runs is decided by its slot, never by the order of `plugins`.
 * Within one shared slot an earlier plugin is the outer one.
 */
export const order = {
  call: [
    'observe',
    'deadline',
    'recover',
    'decode',
    'status',
    'around',
    'cache',
    'breaker',
    'bulkhead',
    'retry',
  ],
  attempt: ['trace', 'around', 'breaker', 'limit', 'timeout', 'authorize', 'redirect'],
  hop: ['around', 'guard', 'cookies', 'sign'],
} as const;

/** A slot of the part that runs once per logical call. */
export type CallSlot = (typeof order.call)[number];
/** A slot of the part that runs once per try. */
export type AttemptSlot = (typeof order.attempt)[number];
/** A slot of the part that runs once per wire exchange. */
export type HopSlot = (typeof order.hop)[number];
/** Which part of the chain a layer belongs to. */
export type Scope = keyof typeof order;

/** Slots that one plugin at most may fill; `breaker` counts once over call and attempt together. */
export const exclusiveSlots: ReadonlySet<string> = new Set([
  'deadline',
  'decode',
  'status',
  'cache',
  'breaker',
  'bulkhead',
  'retry',
  'timeout',
  'redirect',
]);
