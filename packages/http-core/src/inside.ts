import type { CallSettings } from './options/call-settings.ts';
import type { Send } from './plugin.ts';
import type { HttpResponse } from './response.ts';
import {
  afterError,
  afterResponse,
  enteredBy,
  followedBy,
  type Segment,
  segmentOf,
  sendOf,
  type Settling,
} from './segment.ts';

/** Who wants to know what the inside comes to. */
export interface Outside {
  fulfilled(response: HttpResponse): void;
  rejected(error: unknown): void;
}

/** What all contexts have. */
interface Context {
  readonly settings: CallSettings;
}

/** Another way in, for some calls. */
interface Detour<C> {
  readonly isTaken: (context: Context) => boolean;
  readonly segment: Segment<C, unknown>;
}

/** The rest of the chain, seen from a step of the core. */
export class Inside<C extends Context> {
  readonly send: Send<C>;
  readonly #segment: Segment<C, unknown>;
  /** The outermost first. */
  readonly #detours: readonly Detour<C>[];

  private constructor(segment: Segment<C, unknown>, detours: readonly Detour<C>[]) {
    this.#segment = segment;
    this.#detours = detours;
    this.send = detours.reduceRight((straight: Send<C>, detour): Send<C> => {
      const round = sendOf(detour.segment);
      return (context) => (detour.isTaken(context) ? round(context) : straight(context));
    }, sendOf(segment));
  }

  static of<C extends Context, Inner>(segment: Segment<C, Inner>): Inside<C> {
    return new Inside(segment as Segment<C, unknown>, []);
  }

  /** With one more step outside. What the innermost context leads to is known where the chain is composed. */
  followedBy(step: Settling<never>): Inside<C> {
    return this.#each((segment) => followedBy(segment, step as Settling<unknown>));
  }

  /** With one more way in outside. */
  enteredBy<Outer extends Context>(enter: (outer: Outer) => C): Inside<Outer> {
    return this.#each((segment) => enteredBy(segment, enter));
  }

  /** With a layer around it that only those calls meet: the others have no promise of it. */
  detouredBy(isTaken: (context: Context) => boolean, layer: (inner: Send<C>) => Send<C>): Inside<C> {
    const segment = segmentOf(layer(this.send)) as Segment<C, unknown>;
    return new Inside(this.#segment, [{ isTaken, segment }, ...this.#detours]);
  }

  /** As `send`, but tells `outside` and makes no promise for it. */
  start(context: C, outside: Outside): void {
    const { enter, source, steps } = this.#wayOf(context);
    try {
      const inner = enter(context);
      source(inner).then(
        (response) => {
          try {
            tell(outside, afterResponse(steps, inner, response));
          } catch (error) {
            outside.rejected(error);
          }
        },
        (error: unknown) => {
          try {
            tell(outside, afterError(steps, inner, error));
          } catch (thrown) {
            outside.rejected(thrown);
          }
        },
      );
    } catch (error) {
      outside.rejected(error);
    }
  }

  #wayOf(context: C): Segment<C, unknown> {
    for (const { isTaken, segment } of this.#detours) if (isTaken(context)) return segment;
    return this.#segment;
  }

  #each<Outer extends Context>(
    change: (segment: Segment<C, unknown>) => Segment<Outer, unknown>,
  ): Inside<Outer> {
    const detours = this.#detours.map(({ isTaken, segment }) => ({ isTaken, segment: change(segment) }));
    return new Inside(change(this.#segment), detours);
  }
}

function tell(outside: Outside, outcome: HttpResponse | Promise<HttpResponse>): void {
  if (outcome instanceof Promise) {
    outcome.then(
      (response) => outside.fulfilled(response),
      (error: unknown) => outside.rejected(error),
    );
  } else outside.fulfilled(outcome);
}
