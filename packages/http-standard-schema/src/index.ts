export type {
  StandardIssue,
  StandardOutput,
  StandardResult,
  StandardSchemaV1,
} from './standard-schema-v1.ts';
export { standardSchema } from './standard-schema.ts';
export type { StandardSchemaTypes } from './standard-schema.ts';
