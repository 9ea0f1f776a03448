import type { Link, Toxic } from './toxic.ts';

/** Every byte comes `ms` later, give or take a random part of `jitter`. */
export function latency({
  ms,
  jitter = 0,
  random = Math.random,
}: {
  readonly ms: number;
  readonly jitter?: number;
  readonly random?: () => number;
}): Toxic {
  return {
    name: 'latency',
    async *apply({ data, arrived }, link) {
      const due = arrived + ms + jitter * (2 * random() - 1);
      const left = due - performance.now();
      if (left <= 0 || (await link.wait(left))) yield data;
    },
  };
}

/** At most so many bytes a second. */
export function bandwidth({ bytesPerSecond }: { readonly bytesPerSecond: number }): Toxic {
  // What fits into 20 ms, so that a slow line is a steady one.
  const size = Math.max(1, Math.floor(bytesPerSecond / 50));
  return {
    name: 'bandwidth',
    async *apply({ data }, link) {
      for (let from = 0; from < data.length; from += size) {
        const slice = data.subarray(from, from + size);
        if (!(await link.wait((1_000 * slice.length) / bytesPerSecond))) return;
        yield slice;
      }
    },
  };
}

/** In slices of `size` bytes, give or take a random part of `variation`, `delay` milliseconds apart. */
export function slicer({
  size,
  variation = 0,
  delay = 0,
  random = Math.random,
}: {
  readonly size: number;
  readonly variation?: number;
  readonly delay?: number;
  readonly random?: () => number;
}): Toxic {
  return {
    name: 'slicer',
    async *apply({ data }, link) {
      for (let from = 0; from < data.length;) {
        const length = Math.max(1, Math.round(size + variation * (2 * random() - 1)));
        yield data.subarray(from, from + length);
        from += length;
        if (!(await link.wait(delay))) return;
      }
    },
  };
}

/** Nothing passes; after `ms` both sides get FIN, with 0 never. */
export function timeout({ ms }: { readonly ms: number }): Toxic {
  return {
    name: 'timeout',
    begin: (link) => (ms === 0 ? () => {} : after(ms, () => link.close())),
    async *apply() {},
  };
}

/** Nothing passes; after `ms` both sides get RST. */
export function resetPeer({ ms = 0 }: { readonly ms?: number } = {}): Toxic {
  return {
    name: 'resetPeer',
    begin: (link) => after(ms, () => link.reset()),
    async *apply() {},
  };
}

/** So many bytes pass, then both sides get FIN. */
export function limitData({ bytes }: { readonly bytes: number }): Toxic {
  const left = new WeakMap<Link, number>();
  return {
    name: 'limitData',
    async *apply({ data }, link) {
      const allowed = left.get(link) ?? bytes;
      left.set(link, Math.max(0, allowed - data.length));
      if (allowed > 0) yield data.subarray(0, allowed);
      if (data.length >= allowed) link.close();
    },
  };
}

function after(milliseconds: number, action: () => void): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}
