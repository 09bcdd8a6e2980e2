import type { FacilityQueue } from '../../types/coverage.ts';
import type { Bilingual } from '../../types/issue.ts';
import type { Fault } from './fault.ts';
import { SENTENCES } from './sentences.ts';
import { write } from './written-figures.ts';

/** What was accepted and did not arrive: refused by a destination, parked, past its deadline. */
export function findQueueFaults({ queued, parked, refused, late }: FacilityQueue): readonly Fault[] {
  const open = queued + parked + refused;
  const about = (kind: Fault['kind'], object: 'parked' | 'refused' | 'late', sentence: Bilingual, affected: number) =>
    affected === 0
      ? []
      : [
          {
            ...{ kind, object, hinders: 4 as const, affected, base: open },
            ...{ tell: () => write(sentence, { affected, base: open }), behind: { queue: object } },
          },
        ];
  return [
    ...about('queue', 'parked', SENTENCES.parked, parked),
    ...about('queue', 'late', SENTENCES.late, late),
    ...about('refused', 'refused', SENTENCES.refusedThere, refused),
  ];
}
