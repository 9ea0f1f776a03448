/** The environment as it is now, own names only; empty where it is not trusted or where there is none. */
export function snapshotEnvironment(isTrusted: boolean): Readonly<Record<string, string | undefined>> {
  const snapshot: Record<string, string | undefined> = Object.create(null);
  return Object.freeze(isTrusted ? Object.assign(snapshot, globalThis.process?.env) : snapshot);
}
