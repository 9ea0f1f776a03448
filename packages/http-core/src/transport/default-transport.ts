// What a client without a transport of its own uses; package.json has browsers read default-transport.browser.ts instead.
export { got as defaultTransport } from './got.ts';
