/** A row of proxy-from-env's table that comes out otherwise here. */
export interface Difference {
  readonly group: string;
  readonly url: string;
  readonly theirs: string;
  readonly ours: string;
  readonly reason: string;
}

const notAProxy =
  'a proxy that is none is an error: a request must not go anywhere because of a typing error';
const otherScheme = 'there are requests for http and https alone';
const noScheme = "a proxy without a scheme speaks http, whatever the target's scheme; so in curl";
const below = "a name means what is below it too, in curl's table";
const itself = "a name with a dot before it means itself too, in curl's table";
const portZero = 'port 0 is a port and not 80';
const blocks = "CIDR blocks are read, in curl's table";
const wildcard = 'a star within a name matches nothing: `*example` would reach `evilexample` directly';

type Row = readonly [group: string, url: string, theirs: string, ours: string, reason: string];

const rows: readonly Row[] = [
  ['http_proxy with non-sensical value', 'http://wow', 'Crazy \\n!() { ::// }', 'refused', notAProxy],
  [
    'http_proxy with non-sensical value',
    'http://wow',
    'http://crazy without colon slash slash',
    'refused',
    notAProxy,
  ],
  ['ftp_proxy', 'ftp://example', 'http://ftp-proxy', '', otherScheme],
  ['all_proxy without scheme', 'https://example', 'https://noscheme', 'http://noscheme', noScheme],
  ['all_proxy without scheme', 'bogus-scheme://example', 'bogus-scheme://noscheme', '', otherScheme],
  ['no_proxy=example (single host)', 'http://sub.example', 'http://proxy', '', below],
  ['no_proxy=example (single host)', 'http://a.b.example', 'http://proxy', '', below],
  ['no_proxy=sub.example (subdomain)', 'http://no.sub.example', 'http://proxy', '', below],
  ['no_proxy=example:80 (host + port)', 'http://example:0', '', 'http://proxy', portZero],
  ['no_proxy=example:80 (host + port)', 'http://sub.example', 'http://proxy', '', below],
  ['no_proxy=example:80 (host + port)', 'http://a.b.example', 'http://proxy', '', below],
  ['no_proxy=.example (host suffix)', 'http://example', 'http://proxy', '', itself],
  ['no_proxy=.example (host suffix)', 'http://example:80', 'http://proxy', '', itself],
  ['no_proxy=.example (host suffix)', 'http://example:1337', 'http://proxy', '', itself],
  ['no_proxy=*example (substring suffix)', 'http://example', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://example:80', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://example:1337', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://sub.example', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://sub.example:80', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://sub.example:1337', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://prefexample', '', 'http://proxy', wildcard],
  ['no_proxy=*example (substring suffix)', 'http://a.b.example', '', 'http://proxy', wildcard],
  ['no_proxy=127.0.0.1/32 (CIDR is NOT supported)', 'http://127.0.0.1', 'http://proxy', '', blocks],
  ['no_proxy=127.0.0.1/32 (CIDR is NOT supported)', 'http://127.0.0.1/32', 'http://proxy', '', blocks],
  ['no_proxy with protocols that have a default port', 'ws://xxx:1337', 'http://ws', '', otherScheme],
  ['no_proxy with protocols that have a default port', 'wss://xxx:1337', 'http://wss', '', otherScheme],
  ['no_proxy with protocols that have a default port', 'gopher://xxx:1337', 'http://gopher', '', otherScheme],
  ['no_proxy with protocols that have a default port', 'ftp://xxx:1337', 'http://ftp', '', otherScheme],
];

/** Every difference, each with its reason. */
export const differences: readonly Difference[] = rows.map(([group, url, theirs, ours, reason]) => ({
  group,
  url,
  theirs,
  ours,
  reason,
}));
