import { type ConnectionScript, toScript } from './connection-script.ts';
import { type FaultName, faults } from './faults.ts';
import type { FaultOptions } from './faults/fault-definition.ts';

/** A fault of the catalogue, to be given to a fault server. Throws for a name that is not in it. */
export function fault(name: FaultName, options: FaultOptions = {}): ConnectionScript {
  if (!Object.hasOwn(faults, name)) {
    throw new TypeError(`There is no fault called ${name}; there are ${Object.keys(faults).join(', ')}`);
  }
  return { ...toScript(faults[name].script(options)), name };
}
