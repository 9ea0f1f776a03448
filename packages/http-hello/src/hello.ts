/** Placeholder until the plugin contract exists. */
export const name = 'hello';
