import { setImmediate } from 'node:timers/promises';
import type { MappedRecord, Verdict } from '../types/mapped-record.ts';
import type { DecodedEnvelope, DecodeStream, SourceRecord } from '../types/source-record.ts';
import type { EpochMs, RawSubmission } from '../types/submission.ts';

/** The stages of the line, as functions. */
export interface Stages {
  decode(raw: RawSubmission): DecodeStream;
  /** The record as the overrides of its facility make it; what was sent stays beside it. */
  override(facility: string, record: SourceRecord, receivedAt: EpochMs): SourceRecord;
  map(facility: string, record: SourceRecord): MappedRecord;
  judge(record: SourceRecord, mapped: MappedRecord, receivedAt: EpochMs): Verdict;
  /** Runs one stage of one record and measures it. */
  timed<T>(stage: 'decode' | 'map' | 'validate', run: () => T): T;
}

/** One record after decode -> map -> validate. */
export interface JudgedRecord {
  readonly source: SourceRecord;
  readonly mapped: MappedRecord;
  readonly verdict: Verdict;
}

/** Records of a large envelope between which other requests get their turn. */
const RECORDS_PER_TURN = 4;

/** Above this size of a submission each stage of a record is a turn of its own: one record can be all of it. */
const LARGE_BYTES = 256 * 1024;

/** Takes one submission record by record through decode, overrides, map and validate. */
export async function judgeRecords(
  { decode, override, map, judge, timed }: Stages,
  facility: string,
  raw: RawSubmission,
): Promise<{ envelope: DecodedEnvelope; records: JudgedRecord[] }> {
  const betweenStages = raw.bytes.length > LARGE_BYTES ? () => setImmediate() : () => undefined;
  const stream = timed('decode', () => decode(raw));
  const records: JudgedRecord[] = [];
  for (;;) {
    const step = timed('decode', () => stream.next());
    if (step.done === true) return { envelope: step.value, records };
    await betweenStages();
    const { source, mapped } = timed('map', () => {
      const overridden = override(facility, step.value, raw.receivedAt);
      return { source: overridden, mapped: map(facility, overridden) };
    });
    await betweenStages();
    const verdict = timed('validate', () => judge(source, mapped, raw.receivedAt));
    records.push({ source, mapped, verdict });
    if (records.length % RECORDS_PER_TURN === 0) await setImmediate();
  }
}
