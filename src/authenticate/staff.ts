import { BlockList, isIPv6 } from 'node:net';
import type { Result, RuleCatalogue } from '../types/issue.ts';
import type { Principal, RequestHeaders } from '../types/principal.ts';
import { refuse } from './refusal.ts';
import { valuesOf } from './request-headers.ts';

export interface StaffCheckDeps {
  readonly rules: RuleCatalogue;
  /** The configured HOST; a name given here may also stand in the Host header. */
  readonly host: string;
}

/** What of an `IncomingMessage` decides. */
export interface StaffRequest {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headersDistinct: RequestHeaders;
}

type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** A request that carries one of these (or any X-Forwarded-…) came through a proxy, so its socket tells nothing. */
const FORWARDING_HEADERS = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'true-client-ip',
  'cf-connecting-ip',
];

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Addresses to listen on everywhere: no name of this machine. */
const WILDCARD_HOSTS = ['0.0.0.0', '::', '[::]'];

/**
 * Lets staff in while no staff sign-in is configured: only over a loopback socket, without any forwarding header, and
 * under a Host name of this machine, so that neither a reverse proxy nor a page that rebinds its DNS name counts.
 * Refuses with LT-A015 (401), whose text says what to configure.
 */
export function createStaffCheck({ rules, host }: StaffCheckDeps): (request: StaffRequest) => Result<StaffPrincipal> {
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  const names = new Set([...LOOPBACK_NAMES, ...(WILDCARD_HOSTS.includes(host) ? [] : [toHostName(host)])]);
  return ({ socket: { remoteAddress }, headersDistinct: headers }) => {
    const isLocal =
      remoteAddress !== undefined &&
      loopback.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4') &&
      !Object.keys(headers).some(isForwardingHeader) &&
      isNamedHere(valuesOf(headers, 'host'), names);
    if (isLocal) return { ok: true, value: { kind: 'staff', via: 'loopback' } };
    return refuse(rules, 'LT-A015', {}, { 'WWW-Authenticate': 'Bearer' });
  };
}

function isForwardingHeader(name: string): boolean {
  return name.startsWith('x-forwarded') || FORWARDING_HEADERS.includes(name);
}

function isNamedHere(hosts: readonly string[], names: ReadonlySet<string>): boolean {
  const [host, ...others] = hosts;
  return host !== undefined && others.length === 0 && names.has(host.toLowerCase().replace(/:\d{1,5}$/, ''));
}

/** As the Host header writes it: lower case, IPv6 in brackets. */
function toHostName(host: string): string {
  return isIPv6(host) ? `[${host}]` : host.toLowerCase();
}
