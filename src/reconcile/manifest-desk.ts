import type { JsonLimits } from '../fhir/json/strict-json.ts';
import { startOfLocalDay, toLocalDay, toLocalInstant } from '../fhir/local-time.ts';
import type {
  ComparedRecord,
  ManifestComparison,
  ManifestDesk,
  ManifestStatus,
  ManifestSummary,
  PageAsked,
} from '../types/manifest-desk.ts';
import type { Manifest } from '../types/reconciliation.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { compareManifest } from './compare-manifest.ts';
import { isFault, manifestId, readManifest } from './read-manifest.ts';

export interface ManifestDeskDeps {
  readonly store: Pick<Store, 'keepManifest' | 'manifest' | 'standings' | 'standingsBetween'>;
  readonly limits: JsonLimits;
  readonly clock: () => EpochMs;
  /** Told before a list is kept: for the audit log. */
  readonly onKeep: (manifest: Manifest) => Promise<void>;
}

const DAY_MS = 86_400_000;

/** Day lists of senders: kept once, and compared anew whenever somebody asks. */
export function createManifestDesk({ store, limits, clock, onKeep }: ManifestDeskDeps): ManifestDesk {
  async function compare(manifest: Manifest, asked: PageAsked): Promise<ManifestComparison> {
    const { id, facility, day, receivedAt, lines } = manifest;
    const from = startOfLocalDay(day);
    const records = await compareManifest(lines, {
      ofDay: await store.standingsBetween(facility, from, from + DAY_MS),
      lookUp: (identities) => store.standings(facility, identities),
    });
    const shown = records.filter(({ status }) => asked.status.includes(status));
    const first = (asked.page - 1) * asked.size;
    return {
      id,
      facility,
      day,
      receivedAt: toLocalInstant(receivedAt),
      comparedAt: toLocalInstant(clock()),
      summary: summarize(records, lines.length),
      status: asked.status,
      page: asked.page,
      pages: Math.max(1, Math.ceil(shown.length / asked.size)),
      size: asked.size,
      records: shown.slice(first, first + asked.size),
    };
  }

  return {
    async keep({ facility }, bytes, asked) {
      const receivedAt = clock();
      const list = readManifest(bytes, toLocalDay(receivedAt), limits);
      if (isFault(list)) return { kind: 'refused', fault: list };
      const id = manifestId(facility, list);
      const known = await store.manifest(facility, id);
      if (known !== undefined) return { kind: 'known', comparison: await compare(known, asked) };
      const manifest = { id, facility, receivedAt, ...list };
      await onKeep(manifest);
      await store.keepManifest(manifest);
      return { kind: 'kept', comparison: await compare(manifest, asked) };
    },
    async compare({ facility }, id, asked) {
      const manifest = await store.manifest(facility, id);
      return manifest === undefined ? undefined : compare(manifest, asked);
    },
  };
}

function summarize(records: readonly ComparedRecord[], listed: number): ManifestSummary {
  const statuses: Record<ManifestStatus, number> = { equal: 0, differing: 0, missing: 0, unlisted: 0 };
  const states = { accepted: 0, quarantined: 0, refused: 0 };
  const deliveries = new Map<string, ManifestSummary['deliveries'][number]>();
  const seen = new Set<string>();
  for (const { status, here } of records) {
    statuses[status] += 1;
    if (here === null || seen.has(here.identity)) continue;
    seen.add(here.identity);
    states[here.state] += 1;
    for (const { destination, state } of here.deliveries) {
      const name = `${destination} ${state}`;
      deliveries.set(name, { destination, state, count: (deliveries.get(name)?.count ?? 0) + 1 });
    }
  }
  const byName = [...deliveries].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { listed, ...statuses, states, deliveries: byName.map(([, group]) => group) };
}
