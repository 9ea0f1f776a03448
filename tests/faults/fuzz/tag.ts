import { createHash } from 'node:crypto';

const seal = (number: string): string => createHash('sha1').update(number).digest('hex').slice(0, 12);
const form = /\[(\d+)-([0-9a-f]{12})\]/g;

/** What tells whose answer some bytes are; a mutation does not make it another's by chance. */
export function tagOf(number: number): string {
  return `[${number}-${seal(String(number))}]`;
}

/** The numbers of all tags in a text that are whole. */
export function tagsIn(text: string): readonly number[] {
  return [...text.matchAll(form)]
    .filter(([, number = '', sealed]) => seal(number) === sealed)
    .map(([, number]) => Number(number));
}
