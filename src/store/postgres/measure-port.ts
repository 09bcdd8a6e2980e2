import type { MeasurePort } from '../../types/measure.ts';
import { AUDIT_PAGE, sendAudit } from './audit-log.ts';
import { createCodeWorklist } from './code-worklist.ts';
import type { Database } from './database.ts';
import { createEvidenceReads } from './evidence.ts';
import { createFacts } from './facts.ts';
import { createJudgements } from './judgements.ts';

/** What was received, counted and judged. */
export function createMeasurePort(database: Database): MeasurePort {
  return {
    facts: createFacts(database),
    judgements: createJudgements(database),
    ...createCodeWorklist(database),
    ...createEvidenceReads(database),
    audit: (from, limit) => database.rows(AUDIT_PAGE, { from, limit }),
    appendAudit: (at, entry) => database.inTransaction(async (transaction) => sendAudit(transaction, [{ at, entry }])),
  };
}
