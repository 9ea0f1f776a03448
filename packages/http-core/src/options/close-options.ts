import type { CloseOptions } from '../client/lifecycle.ts';
import { checkKeys, checkSpan, refuseConfiguration } from './check.ts';

/** Checks the options of `close()`. */
export function checkCloseOptions(options: CloseOptions | undefined): CloseOptions {
  if (options === undefined) return {};
  const { grace } = checkKeys(refuseConfiguration, 'options', options, ['grace']);
  return grace === undefined ? {} : { grace: checkSpan(refuseConfiguration, 'grace', grace) };
}
