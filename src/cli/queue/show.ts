import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { reasonText } from '../../fhir/delivery-reasons.ts';
import { type Waiting, whyWaiting } from '../../fhir/delivery-waiting.ts';
import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { AttemptRow, DeliveryRow } from '../../types/delivery.ts';
import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { CliIo } from '../command.ts';
import { deliveryState } from '../delivery-text.ts';
import { messageOf, OperationFailed, UsageError } from '../failures.ts';
import { instantText } from '../instant-text.ts';
import { readLanguage } from '../language.ts';
import { withExistingStore } from '../open-store.ts';
import { auditOperator } from '../operator.ts';
import { parseOptions, refuseExtra, required } from '../parse-options.ts';
import { renderTable } from '../text-table.ts';
import { isLate } from './list.ts';
import { WORDS } from './words.ts';

const TEXT = { type: 'string' } as const;

/** `queue show DELIVERY`: a delivery with its attempts; with --bytes the exact message of one of them goes into a file. */
export async function show(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { bytes: TEXT, out: TEXT, lang: TEXT });
  const id = required(positionals[0], 'DELIVERY');
  refuseExtra(positionals, 1);
  const language = readLanguage(values.lang);
  if ((values.bytes === undefined) !== (values.out === undefined))
    throw new UsageError('give --bytes N with --out FILE');
  const now = io.clock();
  return withExistingStore(io, async (store) => {
    const [row] = await store.deliveries({ id, limit: 1 });
    if (row === undefined) throw new OperationFailed('there is no such delivery');
    if (values.bytes !== undefined) return keepBytes(store, row, readAttempt(values.bytes), values.out ?? '', io);
    const attempts = await store.attempts(id);
    const stop = (await store.destinationStops()).find(({ destination }) => destination === row.destination);
    const waiting = whyWaiting(row, { stop }, now);
    io.stdout.write(
      values.json
        ? `${JSON.stringify({ delivery: { ...row, waiting }, attempts })}\n`
        : renderDelivery(row, waiting, attempts, now, language),
    );
    return 0;
  });
}

/** What was sent is somebody's record: whoever looks at it stands in the audit log, and only they may read the file. */
async function keepBytes(store: Store, row: DeliveryRow, attempt: number, out: string, io: CliIo): Promise<number> {
  const details = { attempt, destination: row.destination, facility: row.facility };
  await auditOperator(store, io, { event: 'access', object: row.id, details });
  const message = await store.sentMessage(row.id, attempt);
  if (message === undefined)
    throw new OperationFailed(`attempt ${attempt} sent nothing, or its bytes are no longer kept`);
  try {
    await writeFile(resolve(io.cwd, out), message.bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new OperationFailed(`${out} cannot be written: ${messageOf(error)}`);
  }
  io.stderr.write(`${message.bytes.length} bytes, ${message.contentType}, key ${message.key}\n`);
  return 0;
}

function renderDelivery(
  row: DeliveryRow,
  waiting: Waiting | null,
  attempts: readonly AttemptRow[],
  now: EpochMs,
  language: 'vi' | 'en',
): string {
  const words = WORDS[language];
  const late = isLate(row, now) ? ` ${words.late}` : '';
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    [words.delivery, row.id],
    [words.destination, row.destination],
    [words.facility, row.facility],
    [words.record, `${keyOfIdentity(row.recordKey)} (${row.kind})`],
    [words.state, deliveryState(row.state, language)],
    [words.queued, instantText(row.queuedAt)],
    [words.due, row.deadline === null ? null : `${instantText(row.deadline)}${late}`],
    [words.delivered, instant(row.deliveredAt)],
    [words.receipt, row.receipt],
    [words.why, (waiting?.text ?? (row.reason === null ? undefined : reasonText(row.reason)))?.[language]],
    [words.remedy, waiting?.remedy?.[language]],
  ];
  const told = facts.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]));
  const rows = attempts.map((attempt) => [
    String(attempt.number),
    instant(attempt.startedAt ?? attempt.leasedAt) ?? '',
    instant(attempt.endedAt) ?? '',
    attempt.outcome === null ? '' : words.outcomes[attempt.outcome],
    attempt.httpStatus === null ? '' : String(attempt.httpStatus),
    attempt.reason ?? '',
    attempt.faults.map(({ field, code }) => `${field} ${code}`).join('; '),
    attempt.message?.sha256 ?? '',
  ]);
  return [renderTable(told[0] ?? [], told.slice(1)), renderTable(words.attempts, rows)].join('\n');
}

function instant(at: EpochMs | null): string | null {
  return at === null ? null : instantText(at);
}

function readAttempt(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError('--bytes must be the number of an attempt, from 1');
  return Number(text);
}
