import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DetailedPeerCertificate } from 'node:tls';
import type { EpochMs } from '../../types/submission.ts';

/** Told by undici of each connection that stands. @source https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
const CONNECTED = 'undici:client:connected';
/** A chain is not longer in earnest. */
const MAX_CHAIN = 10;

/** The certificates that destinations show, seen in passing: no connection is made for them. */
export interface PeerCertificates {
  /** When the first certificate of the chain that a host last showed ends, by `host:port`. */
  expiries(): ReadonlyMap<string, EpochMs>;
  close(): void;
}

/** Watches the connections to these origins, of this process. */
export function watchPeerCertificates(origins: readonly string[]): PeerCertificates {
  const hosts = new Set(
    origins
      .map((origin) => new URL(origin))
      .filter(isTls)
      .map(hostOf),
  );
  const seen = new Map<string, EpochMs>();
  const onConnected = (message: unknown) => {
    const host = connectedHost(message);
    if (host === undefined || !hosts.has(host)) return;
    const expiry = firstExpiry((message as Connected).socket?.getPeerCertificate?.(true));
    if (expiry !== undefined) seen.set(host, expiry);
  };
  subscribe(CONNECTED, onConnected);
  return { expiries: () => seen, close: () => void unsubscribe(CONNECTED, onConnected) };
}

/** `host:port` of an address, as the connections to it are named. */
export function hostOf({ hostname, port }: URL): string {
  return `${hostname}:${port || '443'}`;
}

const isTls = ({ protocol }: URL): boolean => protocol === 'https:';

interface Connected {
  readonly connectParams?: { readonly hostname?: string; readonly port?: string; readonly protocol?: string };
  readonly socket?: { getPeerCertificate?(detailed: true): DetailedPeerCertificate };
}

function connectedHost(message: unknown): string | undefined {
  const { hostname, port, protocol } = (message as Connected).connectParams ?? {};
  return hostname === undefined || protocol !== 'https:' ? undefined : `${hostname}:${port || '443'}`;
}

function firstExpiry(leaf: DetailedPeerCertificate | undefined): EpochMs | undefined {
  const expiries: EpochMs[] = [];
  let certificate = leaf;
  while (certificate?.valid_to !== undefined && expiries.length < MAX_CHAIN) {
    expiries.push(Date.parse(certificate.valid_to));
    const issuer: DetailedPeerCertificate | undefined = certificate.issuerCertificate;
    certificate = issuer === certificate ? undefined : issuer;
  }
  const known = expiries.filter(Number.isFinite);
  return known.length === 0 ? undefined : Math.min(...known);
}
