import type { WireResponse } from './transport.ts';

/** How an exchange tells whoever started it. */
export class ExchangeOutcome {
  readonly resolve: (response: WireResponse) => void;
  readonly reject: (error: unknown) => void;
  /** Told once, with its slot, when nothing of it is left. */
  readonly over: (slot: number) => void;

  constructor(
    resolve: ExchangeOutcome['resolve'],
    reject: ExchangeOutcome['reject'],
    over: ExchangeOutcome['over'],
  ) {
    this.resolve = resolve;
    this.reject = reject;
    this.over = over;
  }
}
