import type { Side } from './demo.ts';

/** How somebody would write the client of a side. */
export function printClient({ timeout, resilience }: Side): string {
  const lines = [`timeout: ${print(timeout)}`];
  if (resilience !== undefined) {
    const options = Object.entries(resilience).map(([name, value]) => `    ${name}: ${print(value)},\n`);
    lines.push(`plugins: [resilience({\n${options.join('')}  })]`);
  }
  return `createClient({\n${lines.map((line) => `  ${line},\n`).join('')}})`;
}

/** Options as somebody would write them; functions as they are. */
function print(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, one]) => `${name}: ${print(one)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'number' ? value.toLocaleString('en').replaceAll(',', '_') : String(value);
}
