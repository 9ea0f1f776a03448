export { virtualClock } from './clock/virtual-clock.ts';
export type { SettleOptions, VirtualClock, VirtualClockOptions } from './clock/virtual-clock.ts';
export * from './conformance/index.ts';
export * from './fault-server/index.ts';
