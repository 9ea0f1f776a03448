export * from './mock/index.ts';
export * from './conformance/index.ts';
export * from './fault-server/index.ts';
export * from './recorder/index.ts';
