import { optionChecks } from '@x/http-core';

import type { SavedCircuit, SavedCircuits } from './circuit-breaker.ts';

const { checkBoolean, checkKeys, checkNumber, checkText, refusal } = optionChecks;
const { refuseConfiguration: refuse } = optionChecks;

/** Checks what comes back from wherever a breaker's state was kept. */
export function readSaved(value: unknown): SavedCircuits {
  const { isIsolated, circuits } = checkKeys(refuse, 'saved', value, ['isIsolated', 'circuits']);
  if (!Array.isArray(circuits)) throw refusal(refuse, 'saved.circuits', circuits, 'a list of circuits');
  return {
    isIsolated: checkBoolean(refuse, 'saved.isIsolated', isIsolated),
    circuits: circuits.map((circuit: unknown, index) => readOne(`saved.circuits[${index}]`, circuit)),
  };
}

function readOne(name: string, value: unknown): SavedCircuit {
  const { key, state, retryAfter, counted } = checkKeys(refuse, name, value, [
    'key',
    'state',
    'retryAfter',
    'counted',
  ]);
  if (state !== 'closed' && state !== 'open' && state !== 'isolated') {
    throw refusal(refuse, `${name}.state`, state, "'closed', 'open' or 'isolated'");
  }
  return {
    key: checkText(refuse, `${name}.key`, key),
    state,
    retryAfter: checkNumber(refuse, `${name}.retryAfter`, retryAfter, 0, Infinity),
    counted,
  };
}
