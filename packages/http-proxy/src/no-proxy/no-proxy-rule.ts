import { domainToASCII } from 'node:url';

import { isMapped, mappedPrefix, parseIpAddress, unmapped } from './ip-address.ts';
import type { NoProxyTarget } from './no-proxy-target.ts';

/** Whether a target is meant by one entry of a list. */
export type NoProxyRule = (target: NoProxyTarget) => boolean;

/** `host:port`, `[address]:port`; an address of IPv6 has more than one colon. */
const withPort = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/;

/** The rule of one entry: `*`, a name, an address or a block of addresses, each with or without a port. */
export function parseNoProxyRule(entry: string): NoProxyRule | undefined {
  const [, host = entry, port] = withPort.exec(entry) ?? [];
  const rule = hostRule(host);
  if (rule === undefined || port === undefined) return rule;
  const number = Number(port);
  return (target) => target.port === number && rule(target);
}

function hostRule(host: string): NoProxyRule | undefined {
  if (host === '*') return () => true;
  const slash = host.indexOf('/');
  if (slash !== -1) return blockRule(bare(host.slice(0, slash)), host.slice(slash + 1));
  const address = parseIpAddress(bare(host));
  if (address === undefined) return nameRule(host);
  const { bits, value } = unmapped(address);
  return (target) => target.address?.bits === bits && target.address.value === value;
}

/** CIDR. As with curl a length of 0 compares the whole address: nobody means "everything" by it who can write `*`. */
function blockRule(base: string, length: string): NoProxyRule | undefined {
  const address = parseIpAddress(base);
  if (address === undefined || !/^\d{1,3}$/.test(length)) return undefined;
  const given = Number(length);
  if (given > address.bits) return undefined;
  const isInside = isMapped(address) && given >= mappedPrefix;
  const { bits, value } = isInside ? unmapped(address) : address;
  const shift = given === 0 ? 0n : BigInt(address.bits - given);
  return (target) => target.address?.bits === bits && target.address.value >> shift === value >> shift;
}

/** A name means itself and what is below it, with or without a dot before it; `*.name` only what is below. */
function nameRule(host: string): NoProxyRule | undefined {
  const isOnlyBelow = host.startsWith('*.');
  const name = asciiName(host.slice(isOnlyBelow ? 2 : host.startsWith('.') ? 1 : 0).replace(/\.$/, ''));
  if (name === '') return undefined;
  const below = `.${name}`;
  return ({ hostname, address }) =>
    address === undefined && (hostname.endsWith(below) || (!isOnlyBelow && hostname === name));
}

function asciiName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII begins with control characters
  return /^[\x00-\x7f]*$/.test(name) ? name.toLowerCase() : domainToASCII(name);
}

function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
