export { undici } from './undici.ts';
export type { UndiciOptions } from './undici-options.ts';
