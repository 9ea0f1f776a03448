import { ConsecutiveBreaker } from 'cockatiel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Circuit, type CircuitState, type Health, refused } from '../../src/breaker/circuit.ts';

/** The reference: what the documentation says, step by step, without epochs and counters of its own. */
class Model {
  state: CircuitState = 'closed';
  failures = 0;
  successes = 0;
  openedAt = 0;
  probe: number | undefined;
  /** Calls under way whose outcome still means something. */
  readonly current = new Set<number>();
  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  start(call: number, now: number): boolean {
    if (this.state === 'closed') {
      this.current.add(call);
      return true;
    }
    if (this.state === 'open' && now - this.openedAt >= this.settings.openFor) {
      this.to('half-open');
      this.successes = 0;
    }
    if (this.state !== 'half-open' || this.probe !== undefined) return false;
    this.probe = call;
    this.current.add(call);
    return true;
  }

  finish(call: number, health: Health, now: number): void {
    if (!this.current.delete(call)) return;
    const isProbe = this.probe === call;
    if (isProbe) this.probe = undefined;
    if (health === 'neither') return;
    if (this.state === 'closed') {
      this.failures = health === 'failure' ? this.failures + 1 : 0;
      if (this.failures >= this.settings.failureThreshold) this.open(now);
    } else if (health === 'failure') this.open(now);
    else if (++this.successes >= this.settings.successThreshold) this.reset();
  }

  open(now: number): void {
    this.openedAt = now;
    this.to('open');
  }

  reset(): void {
    this.failures = 0;
    this.to('closed');
  }

  to(state: CircuitState): void {
    this.state = state;
    this.probe = undefined;
    this.current.clear();
  }
}

interface Settings {
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly openFor: number;
}

const settings = fc.record({
  failureThreshold: fc.integer({ min: 1, max: 4 }),
  successThreshold: fc.integer({ min: 1, max: 3 }),
  openFor: fc.integer({ min: 1, max: 100 }),
});
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ step: 'start' as const }) },
    {
      weight: 6,
      arbitrary: fc.record({
        step: fc.constant('finish' as const),
        which: fc.nat(20),
        health: fc.constantFrom<Health>('success', 'failure', 'failure', 'neither'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ step: fc.constant('wait' as const), time: fc.nat(120) }) },
    { weight: 1, arbitrary: fc.constantFrom({ step: 'reset' as const }, { step: 'isolate' as const }) },
  ),
  { maxLength: 120 },
);

describe('a circuit', () => {
  it('C1-C5: agrees with the reference under any interleaving of starts, ends, time, resets and isolation', () => {
    fc.assert(
      fc.property(settings, steps, (given, list) => {
        const { failureThreshold, openFor, successThreshold } = given;
        const circuit = new Circuit(
          () => new ConsecutiveBreaker(failureThreshold),
          openFor,
          successThreshold,
        );
        const model = new Model(given);
        const running: { call: number; epoch: number }[] = [];
        let now = 0;
        let calls = 0;
        for (const one of list) {
          if (one.step === 'wait') now += one.time;
          else if (one.step === 'reset') {
            circuit.reset();
            model.reset();
          } else if (one.step === 'isolate') {
            circuit.isolate();
            model.to('isolated');
          } else if (one.step === 'start') {
            const call = calls++;
            const epoch = circuit.enter(now);
            expect(epoch !== refused).toBe(model.start(call, now));
            if (epoch !== refused) running.push({ call, epoch });
          } else if (running.length > 0) {
            const [ended] = running.splice(one.which % running.length, 1) as [
              { call: number; epoch: number },
            ];
            circuit.leave(ended.epoch, one.health, now);
            model.finish(ended.call, one.health, now);
          }
          expect(circuit.state).toBe(model.state);
          const left = Math.max(0, model.openedAt + openFor - now);
          expect(circuit.retryAfter(now)).toBe(model.state === 'open' ? left : undefined);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('C3: lets one probe at most be under way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), (callers) => {
        const circuit = new Circuit(() => new ConsecutiveBreaker(1), 10, 1);
        circuit.leave(circuit.enter(0), 'failure', 0);
        const entered = Array.from({ length: callers }, () => circuit.enter(10)).filter(
          (epoch) => epoch !== refused,
        );
        expect(entered).toHaveLength(1);
      }),
    );
  });

  it('C5: what began before the last change of state changes nothing', () => {
    const circuit = new Circuit(() => new ConsecutiveBreaker(1), 10, 1);
    const [slow, failing] = [circuit.enter(0), circuit.enter(0)];
    circuit.leave(failing, 'failure', 0);
    const probe = circuit.enter(10);
    circuit.leave(slow, 'failure', 11);
    expect(circuit.state).toBe('half-open');
    circuit.leave(probe, 'success', 12);
    expect(circuit.state).toBe('closed');
    circuit.leave(slow, 'failure', 13);
    expect(circuit.state).toBe('closed');
  });
});
