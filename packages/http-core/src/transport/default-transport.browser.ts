// Stands for default-transport.ts where there is no Node, so that a bundle for browsers holds nothing of got.
export { fetchTransport as defaultTransport } from './fetch.ts';
