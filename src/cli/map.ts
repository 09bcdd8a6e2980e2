import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { LossEntry } from '../types/mapped-record.ts';
import type { Command } from './command.ts';
import { UsageError } from './failures.ts';
import { createOfflineLine, type OfflineFile, readOfflineFile } from './offline-file.ts';
import { oneOf, parseOptions, refuseExtra, required } from './parse-options.ts';
import { renderOutcome, toTerminalText } from './receipt-text.ts';

/** `map`: a national form as FHIR R4, offline. */
export const map: Command = {
  name: 'map',
  summary: 'map a file onto FHIR R4 without a gateway',
  usage: `Usage: lien-thong map FILE --to fhir [--loss]

Prints the FHIR R4 resources of every record in FILE as Bundles of type collection, one JSON document a line.

  --to fhir   the direction
  --loss      the loss report instead: source fields that no mapping reads (exit 1 when there are any)
  --json      with --loss: the report as JSON`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, { to: { type: 'string' }, loss: { type: 'boolean' } });
    const [file] = positionals;
    if (file === undefined) throw new UsageError('FILE is required');
    refuseExtra(positionals, 1);
    required(oneOf(values.to, ['fhir'], '--to'), '--to');
    const line = await createOfflineLine(io);
    const read = await readOfflineFile(line, file, io);
    if (read.envelope.issues.length > 0) {
      const outcome = toOperationOutcome(read.envelope.issues, ruleSystemOf(line.systems));
      io.stderr.write(toTerminalText(renderOutcome(outcome, 'en')));
    }
    if (read.envelope.issues.some(({ rule }) => rule.severity === 'fatal')) return 1;
    if (values.loss === true) return printLoss(read, values.json === true, io);
    for (const { mapped } of read.records) io.stdout.write(`${JSON.stringify(toCollection(mapped.resources))}\n`);
    return 0;
  },
};

function toCollection(resources: OfflineFile['records'][number]['mapped']['resources']): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource): BundleEntry => ({ resource })),
  };
}

function printLoss(
  { file, records }: OfflineFile,
  json: boolean,
  io: { readonly stdout: { write(text: string): unknown } },
): number {
  const loss = records.map(({ mapped }) => ({
    record: mapped.key,
    resources: mapped.resources.length,
    loss: mapped.loss,
  }));
  const count = loss.reduce((sum, record) => sum + record.loss.length, 0);
  io.stdout.write(json ? `${JSON.stringify({ file, records: loss })}\n` : renderLoss(file, loss, count));
  return count === 0 ? 0 : 1;
}

function renderLoss(
  file: string,
  records: readonly { readonly record: string; readonly resources: number; readonly loss: readonly LossEntry[] }[],
  count: number,
): string {
  const lines = records.flatMap(({ record, resources, loss }) => [
    `  ${record}: ${resources} resources, ${loss.length} fields lost`,
    ...loss.map(({ place }) => `    ${place}`),
  ]);
  return toTerminalText([`${file}: records ${records.length}, fields lost ${count}`, ...lines]);
}
