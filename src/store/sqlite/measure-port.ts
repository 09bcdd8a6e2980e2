import type { MeasurePort } from '../../types/measure.ts';
import { createFacts } from './facts.ts';
import { createJudgements } from './judgements.ts';
import type { PortParts } from './port-parts.ts';

/** What was received, counted and judged. */
export function createMeasurePort({ db, group, audit, evidence, worklist }: PortParts): MeasurePort {
  return {
    facts: createFacts(db),
    judgements: createJudgements(db),
    worklist: async (filter) => worklist.page(filter),
    dropFromWorklist: (ids) => group.write(() => worklist.drop(ids)),
    evidence: async (filter) => evidence.counts(filter),
    lastRecords: async () => evidence.lastRecords(),
    audit: async (fromSequence, limit) => audit.read(fromSequence, limit),
    appendAudit: (at, entry) => group.write(() => audit.append(at, entry)),
  };
}
