/** An IP address as a number of so many bits. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const ipv6 = /^[\da-f:.]{2,45}$/i;
/** How many of the first bits of `::ffff:0:0/96` are the prefix. */
export const mappedPrefix = 96;

/** The address that a text without brackets spells, in four decimals or as IPv6; else `undefined`. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (ipv4.test(text)) return parseIpv4(text);
  if (!text.includes(':') || !ipv6.test(text)) return undefined;
  const url = `http://[${text}]/`;
  // Asked first, because an exception costs more than the whole match.
  if (!URL.canParse(url)) return undefined;
  return { bits: 128, value: valueOf(new URL(url).hostname.slice(1, -1)) };
}

/** An IPv6 address that stands for an IPv4 address, as that (RFC 4291, section 2.5.5.2); any other as it is. */
export function unmapped(address: IpAddress): IpAddress {
  return isMapped(address) ? { bits: 32, value: address.value & 0xffff_ffffn } : address;
}

export function isMapped({ bits, value }: IpAddress): boolean {
  return bits === 128 && value >> 32n === 0xffffn;
}

function parseIpv4(text: string): IpAddress | undefined {
  let value = 0;
  for (const part of text.split('.')) {
    const byte = Number(part);
    // A leading zero means octal to some readers and nothing to others.
    if (byte > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = value * 256 + byte;
  }
  return { bits: 32, value: BigInt(value) };
}

/** Of the form that the URL parser writes: groups in hexadecimal, one gap at most. */
function valueOf(canonical: string): bigint {
  const [head = '', tail] = canonical.split('::');
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  const gap = Array<string>(8 - first.length - last.length).fill('0');
  return [...first, ...gap, ...last].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
