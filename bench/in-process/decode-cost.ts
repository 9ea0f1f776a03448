import { median, pairedRatios } from '../measure/statistics.ts';
import { decodeCases } from './decode-cases.ts';
import { takeTurns, type Turn } from './turns.ts';

/** What decoding costs, in microseconds of CPU per body. */
export interface DecodeCost {
  readonly name: string;
  readonly bytes: number;
  readonly own: number;
  readonly byHand: number;
  /** Own over by hand, round by round. */
  readonly ratios: readonly number[];
}

const repeated =
  (run: () => unknown): Turn =>
  (runs) => {
    for (let index = 0; index < runs; index++) run();
  };

/** What the decoders cost beyond `JSON.parse` and the library's own check. */
export async function decodeCosts(): Promise<readonly DecodeCost[]> {
  const costs: DecodeCost[] = [];
  for (const { name, bytes, own, byHand, rounds, runs } of await decodeCases()) {
    const [ownFigures = [], handFigures = []] = await takeTurns([repeated(own), repeated(byHand)], {
      rounds,
      runs,
    });
    costs.push({
      name,
      bytes,
      own: median(ownFigures),
      byHand: median(handFigures),
      ratios: pairedRatios(ownFigures, handFigures),
    });
  }
  return costs;
}
