export type { TypeBoxSchema } from './type-box-schema.ts';
export type { TypeBoxOptions } from './typebox-options.ts';
export { typebox } from './typebox.ts';
export type { TypeBoxTypes } from './typebox.ts';
