import { ConfigurationError } from '@x/http-core';
import { expect, it } from 'vitest';

import { hello, type HelloOptions } from '../src/index.ts';

it.each([
  [
    { greeting: 5 },
    "Option 'greeting' of hello must be a string of printable ASCII that is not empty, not a number",
  ],
  [
    { greeting: '' },
    "Option 'greeting' of hello must be a string of printable ASCII that is not empty, not this string",
  ],
  [
    { greeting: 'a\r\nb: c' },
    "Option 'greeting' of hello must be a string of printable ASCII that is not empty, not this string",
  ],
  [{ greting: 'Hi' }, "Option 'greting' of hello is unknown; allowed is greeting"],
])('refuses %j when it is called', (options, message) => {
  expect(() => hello(options as HelloOptions)).toThrow(ConfigurationError);
  expect(() => hello(options as HelloOptions)).toThrow(message);
});
