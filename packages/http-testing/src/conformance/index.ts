export { describeCookieStore } from './cookie-store/describe-cookie-store.ts';
export type { StoreLimits, StorePlace } from './cookie-store/store-limits.ts';
export type { CookieClass, CookieFields, StoredCookie } from './cookie-store/stored-cookie.ts';
export type { TestedStore } from './cookie-store/tested-store.ts';
export { describeDecoder } from './decoder/describe-decoder.ts';
export type { DecoderLimits } from './decoder/decoder-limits.ts';
export { userFixture } from './decoder/user-fixture.ts';
export type { SuiteRunner, SuiteTest } from './suite-runner.ts';
