import { createManifestDesk } from '../../src/reconcile/manifest-desk.ts';
import type { ManifestDesk } from '../../src/types/manifest-desk.ts';
import type { Manifest, RecordStanding } from '../../src/types/reconciliation.ts';

export interface InMemoryManifests extends ManifestDesk {
  readonly kept: readonly Manifest[];
  /** Where records of a facility stand. */
  readonly standings: Map<string, RecordStanding[]>;
  /** How many identities each look-up was about. */
  readonly lookUps: number[];
}

/** Standing of an accepted record that came in the morning of 2026-11-22. */
export function standingOf(identity: string, changes: Partial<RecordStanding> = {}): RecordStanding {
  return {
    identity,
    state: 'accepted',
    version: 1,
    receivedAt: Date.parse('2026-11-22T07:00:00+07:00'),
    submissionId: '01997a00-0000-7000-8000-000000000001',
    sha256: ['a'.repeat(64)],
    count: 3,
    deliveries: [{ destination: 'province', state: 'delivered' }],
    ...changes,
  };
}

/** The real desk over lists and standings in memory. */
export function createInMemoryManifests(clock: () => number): InMemoryManifests {
  const kept: Manifest[] = [];
  const standings = new Map<string, RecordStanding[]>();
  const lookUps: number[] = [];
  const desk = createManifestDesk({
    limits: { maxDepth: 64, maxNodes: 500_000, maxNames: 1_000, maxStringLength: 1_048_576 },
    clock,
    onKeep: async () => undefined,
    store: {
      keepManifest: async (manifest) => void kept.push(manifest),
      manifest: async (facility, id) => kept.find((each) => each.facility === facility && each.id === id),
      async standings(facility, identities) {
        lookUps.push(identities.length);
        return (standings.get(facility) ?? []).filter(({ identity }) => identities.includes(identity));
      },
      standingsBetween: async (facility, from, until) =>
        (standings.get(facility) ?? []).filter(({ receivedAt }) => receivedAt >= from && receivedAt < until),
    },
  });
  return { ...desk, kept, standings, lookUps };
}
