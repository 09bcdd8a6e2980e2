import type { JWK } from 'jose';
import { type ChainWatch, startChainWatch } from './audit/chain-watch.ts';
import { keySince } from './authenticate/key-date.ts';
import { startOfLocalDay, toLocalDay } from './fhir/local-time.ts';
import { sleep } from './forward/sleep.ts';
import type { Logger } from './observe/logger.ts';
import type { Metrics } from './observe/metrics.ts';
import { measureDisks, type Place } from './observe/operations/disks.ts';
import type { CertificateEnd, KeyAges } from './observe/operations/duty-gauges.ts';
import { expiryOfFile } from './observe/operations/file-certificates.ts';
import { hostOf, watchPeerCertificates } from './observe/operations/peer-certificates.ts';
import type { Reporting } from './reporting.ts';
import { findMissingMonths } from './reports/due-months.ts';
import type { Config } from './types/config.ts';
import type { CoverageOverview } from './types/coverage.ts';
import type { DestinationConfig } from './types/destination-config.ts';
import type { Store } from './types/store.ts';
import type { EpochMs } from './types/submission.ts';

export interface OperationsDeps {
  readonly config: Config;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
  readonly ready: () => Promise<boolean>;
  readonly overview: () => Promise<CoverageOverview>;
  readonly signingKey: JWK;
  readonly reporting: Reporting;
}

/** Shows operators what a gateway's duties are and how they stand: coverage, backup, report, disks, certificates, keys, audit log. */
export function startOperations(deps: OperationsDeps): { stop(): Promise<void> } {
  const { config, store, metrics, logger, ready, overview } = deps;
  const watch = startAuditWatch(deps);
  const { destinations } = config;
  const places = placesOf(config);
  const shown = watchPeerCertificates(destinations.flatMap(addressesOf));
  metrics.watchOperations({
    ready,
    coverage: overview,
    disks: () => measureDisks(places),
    keys: () => readKeyAges(deps),
    audit: async () => watch.standing(),
    certificates: async () =>
      (await Promise.all(destinations.map((each) => certificatesOf(each, shown.expiries())))).flat(),
    async duties() {
      const [backupAt, lastMonthFrozen] = await Promise.all([store.lastBackup(), isLastMonthFrozen(deps)]);
      return { backupAt, lastMonthFrozen };
    },
  });
  logger.debug({ places: places.length }, 'operations are watched');
  return {
    async stop() {
      shown.close();
      await watch.stop();
    },
  };
}

function startAuditWatch({ store, logger, clock }: OperationsDeps): ChainWatch {
  return startChainWatch({
    log: store,
    clock,
    sleep,
    onBroken: ({ sequence, fault }) => logger.error({ sequence, fault }, 'the audit log is broken'),
    onFailure: (cause) => logger.error({ err: cause }, 'the audit log could not be read'),
  });
}

/** Whether the report of the month before this one is frozen. Null: nothing was received up to the end of the month before this one, or months are not frozen by themselves. */
export async function isLastMonthFrozen({
  reporting,
  store,
  logger,
  clock,
}: Pick<OperationsDeps, 'logger' | 'clock'> & {
  readonly reporting: Pick<Reporting, 'freezing'>;
  readonly store: Pick<Store, 'reports'>;
}): Promise<boolean | null> {
  const freezing = reporting.freezing(logger);
  if (freezing === undefined) return null;
  const now = clock();
  const lastMonth = monthBefore(now);
  const kept = await store.reports();
  if (kept.some(({ month }) => month === lastMonth)) return true;
  const missing = await findMissingMonths(now, kept, freezing.sources);
  return missing.includes(lastMonth) ? false : null;
}

/** `YYYY-MM` of the month before the one of an instant. */
export function monthBefore(at: EpochMs): string {
  const firstOfMonth = `${toLocalDay(at).slice(0, 7)}-01`;
  return toLocalDay(startOfLocalDay(firstOfMonth) - 1).slice(0, 7);
}

function placesOf({ dataDir, destinations }: Config): readonly Place[] {
  const written = destinations.flatMap((each) =>
    each.kind === 'file' ? [{ place: each.id, folder: each.folder }] : [],
  );
  return [{ place: 'data', folder: dataDir }, ...written];
}

/** Everywhere that a destination is spoken to. */
function addressesOf(destination: DestinationConfig): readonly string[] {
  const { reconciliationUrl } = destination;
  const asked = reconciliationUrl === null ? [] : [reconciliationUrl];
  if (destination.kind === 'file') return asked;
  if (destination.kind !== 'e-prescription' || destination.lookUp === null) return [destination.url, ...asked];
  return [destination.url, destination.lookUp.url.replaceAll(/[{}]/g, ''), ...asked];
}

async function certificatesOf(
  destination: DestinationConfig,
  shown: ReadonlyMap<string, EpochMs>,
): Promise<readonly CertificateEnd[]> {
  const hosts = addressesOf(destination).map((address) => hostOf(new URL(address)));
  const files = await Promise.all(signingFilesOf(destination).map(expiryOfFile));
  const ends = { tls: hosts.map((host) => shown.get(host)), signing: files };
  return (['tls', 'signing'] as const).flatMap((certificate) => {
    const known = ends[certificate].filter((expiry) => expiry !== undefined);
    return known.length === 0 ? [] : [{ destination: destination.id, certificate, expiry: Math.min(...known) }];
  });
}

/** PEM files of the keys with which messages to it are signed. */
function signingFilesOf(destination: DestinationConfig): readonly string[] {
  if (destination.kind !== 'moh-hub' && destination.kind !== 'province-warehouse') return [];
  const accounts = Object.values(destination.accounts ?? {});
  return [destination.hub.privateKeyFile, ...accounts.map(({ privateKeyFile }) => privateKeyFile)].filter(
    (file) => typeof file === 'string',
  );
}

async function readKeyAges({ store, signingKey }: OperationsDeps): Promise<KeyAges> {
  const facilities: (EpochMs | null)[] = [];
  for (const { code } of await store.facilities()) {
    const since = (await store.keys(code)).map(keySince);
    if (since.length > 0) facilities.push(since.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a)));
  }
  return { gateway: keySince(signingKey), facilities };
}
