import { parseConfigFile } from '../../src/config/config-file.ts';
import { createLine } from '../../src/line.ts';
import type { JudgedRecord } from '../../src/pipeline/judge-records.ts';
import type { DecodedEnvelope } from '../../src/types/source-record.ts';
import type { RawSubmission } from '../../src/types/submission.ts';

const { limits } = parseConfigFile('');
const { stages } = await createLine(limits);

/** After every record of the tests. */
const RECEIVED_AT = Date.parse('2027-12-31T00:00:00+07:00');

/** What decode, map and validate of the real program say of some bytes; nothing is stored. */
export function runLine(
  facility: string,
  bytes: Buffer,
): { readonly envelope: DecodedEnvelope; readonly records: readonly JudgedRecord[] } {
  const raw: RawSubmission = {
    id: 'test',
    channel: 'submissions',
    bytes,
    sha256: '',
    contentType: 'application/xml',
    idempotencyKey: null,
    receivedAt: RECEIVED_AT,
  };
  const stream = stages.decode(raw);
  const records: JudgedRecord[] = [];
  for (;;) {
    const step = stream.next();
    if (step.done === true) return { envelope: step.value, records };
    const source = stages.override(facility, step.value, raw.receivedAt);
    const mapped = stages.map(facility, source);
    records.push({ source, mapped, verdict: stages.judge(source, mapped, raw.receivedAt) });
  }
}
