export { hello } from './hello.ts';
export type { HelloCallOptions, HelloOptions } from './hello-options.ts';
