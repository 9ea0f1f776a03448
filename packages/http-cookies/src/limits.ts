/** Caps on what a peer can make a jar hold and send (RFC 6265bis, sections 5.6, 5.7 and 6.1). */
export const limits = {
  /** Bytes of a Set-Cookie line; a longer one is not even read. */
  lineBytes: 16_384,
  /** Bytes of a cookie's name and value together; a larger one is refused. */
  pairBytes: 4_096,
  /** Bytes of one attribute's value; a longer attribute counts as absent. */
  attributeBytes: 1_024,
  /** Cookies of one domain; the least recently used make room. */
  perDomain: 180,
  /** Cookies of one jar. */
  total: 3_000,
  /** What a full jar is emptied to, so that not every further cookie needs a look at all of them. */
  totalAfterEviction: 2_700,
  /** Bytes of the Cookie header; the cookies that stand last are left out. */
  headerBytes: 8_192,
  /** Milliseconds that a cookie may live: 400 days. */
  lifetime: 400 * 24 * 3_600_000,
} as const;
