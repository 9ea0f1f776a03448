import { type DocumentNode, maxDepth, nothing, type ParsedDocument } from './document-node.ts';

/** Parses JSON. Lines are known of a syntax error only: JSON has no ranges. */
export function parseJsonDocument(text: string): ParsedDocument {
  try {
    return { root: toNode(JSON.parse(text.replace(/^\uFEFF/, '')), 0), faults: [] };
  } catch (error) {
    // The message quotes the file, which may hold secrets.
    const line = /\(line (\d+) column \d+\)/.exec(error instanceof Error ? error.message : '')?.[1];
    const fault = { line: line === undefined ? undefined : Number(line), text: 'is not valid JSON' };
    return { root: nothing, faults: [fault] };
  }
}

function toNode(value: unknown, depth: number): DocumentNode {
  if (typeof value !== 'object' || value === null) return { line: undefined, members: undefined, value };
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => (typeof item === 'object' && item !== null ? {} : item));
    return { line: undefined, members: undefined, value: items };
  }
  if (depth >= maxDepth) return { line: undefined, members: [], value: {} };
  const members = Object.entries(value).map(([name, item]) => ({
    name,
    line: undefined,
    node: toNode(item, depth + 1),
  }));
  return { line: undefined, members, value: {} };
}
