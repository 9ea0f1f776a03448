export { zod } from './zod.ts';
export type { ZodTypes } from './zod.ts';
