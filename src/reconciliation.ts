import { buildManifestAudit } from './audit/audit-event.ts';
import { buildOperatorAudit } from './audit/operator-audit.ts';
import type { JsonLimits } from './fhir/json/strict-json.ts';
import { createHttpExchange, isAnswer } from './forward/destinations/http-exchange.ts';
import { readSecret } from './forward/destinations/secret-file.ts';
import type { Account, DayScope } from './reconcile/account.ts';
import { createHttpAccount } from './reconcile/ask-destination.ts';
import { compareDay, type DayComparison } from './reconcile/compare-day.ts';
import { createRecentDaysRun, type RecentDaysDeps } from './reconcile/compare-recent-days.ts';
import { type DayDigest, digestDay } from './reconcile/digest-day.ts';
import { createFolderAccount } from './reconcile/folder-account.ts';
import { createManifestDesk, type ManifestDeskDeps } from './reconcile/manifest-desk.ts';
import type { DestinationConfig } from './types/destination-config.ts';
import type { ManifestDesk } from './types/manifest-desk.ts';
import type { Store } from './types/store.ts';
import type { EpochMs } from './types/submission.ts';

/** Questions under way at once, and how long one may take: docs/limits.md. */
const CONNECTIONS = 4;
const TIMEOUT_MS = 30_000;

/** A day at a destination by our own account. */
export interface DestinationDigest extends DayDigest {
  readonly destination: string;
  /** False: it gives no account that could be compared. */
  readonly isAsked: boolean;
  /** When the day was last found equal; null when it never was. */
  readonly confirmedAt: EpochMs | null;
}

/** Days of delivery, by our account and by that of the destinations. Changes nothing. */
export interface Reconciliation {
  /** Ids of the destinations that give an account. */
  readonly accountable: readonly string[];
  /** Every destination of the configuration. */
  digests(scope: DayScope): Promise<readonly DestinationDigest[]>;
  /** Asks a destination; undefined when there is none of this id. */
  compare(destination: string, scope: DayScope): Promise<DayComparison | undefined>;
}

type ReconciledStore = Pick<Store, 'deliveredBetween' | 'standingsBetween' | 'confirmedDays'>;

/** Reconciliation with the configured destinations: the store, the exchange and the trees joined. */
export function createReconciliation(
  destinations: readonly DestinationConfig[],
  { store, clock }: { readonly store: ReconciledStore; readonly clock: () => EpochMs },
): Reconciliation {
  return {
    accountable: destinations.filter(givesAccount).map(({ id }) => id),
    async digests(scope) {
      const digests: DestinationDigest[] = [];
      for (const config of destinations) {
        const digest = await digestDay(store, config.id, scope);
        const confirmedAt = (await store.confirmedDays(config.id)).get(scope.day) ?? null;
        digests.push({ destination: config.id, isAsked: givesAccount(config), confirmedAt, ...digest });
      }
      return digests;
    },
    async compare(id, scope) {
      const config = destinations.find((each) => each.id === id);
      if (config === undefined) return undefined;
      const account = givesAccount(config) ? openAccount(config, clock) : null;
      try {
        return await compareDay(store, id, account, scope);
      } finally {
        await account?.close();
      }
    },
  };
}

function givesAccount({ kind, reconciliationUrl }: DestinationConfig): boolean {
  return reconciliationUrl !== null || kind === 'file';
}

/** Its answers over HTTP where it has an address for them, else its folder. */
function openAccount(config: DestinationConfig, clock: () => EpochMs): Account {
  const { reconciliationUrl: url } = config;
  if (url === null) return createFolderAccount(config.kind === 'file' ? config.folder : '');
  const exchange = createHttpExchange({ url, connections: CONNECTIONS, timeoutMs: TIMEOUT_MS, reuse: true, clock });
  const credentials = readCredentials(config, url);
  return createHttpAccount({
    close: () => exchange.close(),
    async get(path) {
      const headers = await credentials;
      if (headers === undefined) return { reason: 'token-unreadable' };
      const answer = await exchange.request({
        method: 'GET',
        path,
        headers: { accept: 'application/json', ...headers },
      });
      return isAnswer(answer) ? { status: answer.status, body: answer.body } : { reason: answer.reason };
    },
  });
}

/** The destination's own bearer token, and only for its own origin; undefined when its file holds none. */
async function readCredentials(
  config: DestinationConfig,
  url: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (config.kind !== 'fhir' || config.tokenFile === null) return {};
  if (new URL(url).origin !== new URL(config.url).origin) return {};
  const token = await readSecret(config.tokenFile);
  return token === undefined ? undefined : { authorization: `Bearer ${token}` };
}

/** The nightly comparison of a gateway; what it confirms stands in the audit log, what it finds in the metrics. */
export function createNightlyReconciliation({
  store,
  reconciliation: { accountable, compare },
  days,
  clock,
  onFound,
  logger,
}: {
  readonly store: RecentDaysDeps['store'] & Pick<Store, 'appendAudit'>;
  readonly reconciliation: Reconciliation;
} & Pick<RecentDaysDeps, 'days' | 'clock' | 'onFound' | 'logger'>): (signal: AbortSignal) => Promise<void> {
  return createRecentDaysRun({
    store,
    destinations: accountable,
    compare,
    days,
    clock,
    note(event, { destination, ...details }) {
      const at = clock();
      const audited = buildOperatorAudit({ at, by: 'gateway', event, object: destination, details });
      return store.appendAudit(at, JSON.stringify(audited));
    },
    onFound,
    logger,
  });
}

/** Day lists of senders; each that is kept stands in the audit log. */
export function createManifests({
  store,
  limits,
  clock,
}: {
  readonly store: ManifestDeskDeps['store'] & Pick<Store, 'appendAudit'>;
  readonly limits: JsonLimits;
  readonly clock: () => EpochMs;
}): ManifestDesk {
  return createManifestDesk({
    store,
    limits,
    clock,
    onKeep: ({ id, facility, day, receivedAt, lines }) =>
      store.appendAudit(
        receivedAt,
        JSON.stringify(buildManifestAudit({ at: receivedAt, facility, manifestId: id, day, lines: lines.length })),
      ),
  });
}
