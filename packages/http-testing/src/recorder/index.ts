export { CassetteError } from './cassette-error.ts';
export type { CassetteRedaction } from './cassette-redactor.ts';
export type { RecorderMatch, RecorderMode, RecorderOptions } from './recorder-options.ts';
export { recorder } from './recorder.ts';
