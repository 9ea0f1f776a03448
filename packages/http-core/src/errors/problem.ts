import type { HttpResponse } from '../response.ts';

/** A problem document (RFC 9457). Members of a wrong type are left out; extensions stand beside the standard members. */
export interface ProblemDocument {
  /** A URI reference; `about:blank` where the document has none. */
  readonly type: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly [extension: string]: unknown;
}

const maxBytes = 65_536;
const memberTypes = {
  type: 'string',
  title: 'string',
  status: 'number',
  detail: 'string',
  instance: 'string',
} as const;

/** Parses the bytes read so far, 64 KiB at most; `undefined` for another media type and for what is no JSON object. Never throws. */
export function parseProblem(response: HttpResponse): ProblemDocument | undefined {
  const mediaType = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const bytes = response.peek();
  if (mediaType !== 'application/problem+json' || bytes === undefined) return undefined;
  if (bytes.byteLength > maxBytes) return undefined;
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes), withoutProto);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? toProblem(parsed)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever merges the document into another object must not replace that object's prototype. */
function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function toProblem(parsed: object): ProblemDocument {
  const problem = Object.assign(Object.create(null) as Record<string, unknown>, parsed);
  for (const [member, type] of Object.entries(memberTypes)) {
    if (typeof problem[member] !== type) delete problem[member];
  }
  problem['type'] ??= 'about:blank';
  return problem as ProblemDocument;
}
