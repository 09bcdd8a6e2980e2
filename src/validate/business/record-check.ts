import type { FormRecord } from '../../types/source-record.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Findings } from './findings.ts';

/** A rule, or several that share a look at the record: across fields, rows and tables. */
export type RecordCheck = (record: FormRecord, findings: Findings, receivedAt: EpochMs) => void;
