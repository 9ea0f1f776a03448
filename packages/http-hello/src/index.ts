export { name } from './hello.ts';
