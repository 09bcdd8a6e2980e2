import type { LossEntry } from '../../types/mapped-record.ts';
import type { CliIo } from '../command.ts';
import { toTerminalText } from '../receipt-text.ts';
import type { MappedFile } from './mapped-file.ts';

interface RecordLoss {
  readonly record: string;
  readonly resources: number;
  readonly loss: readonly LossEntry[];
}

/** Prints the source fields of a file that no mapping reads. True when there are none. */
export function printLoss({ path, records }: MappedFile, json: boolean, io: Pick<CliIo, 'stdout'>): boolean {
  const losses = records.map(({ key, resources, loss }) => ({ record: key, resources: resources.length, loss }));
  const count = losses.reduce((sum, record) => sum + record.loss.length, 0);
  io.stdout.write(json ? `${JSON.stringify({ file: path, records: losses })}\n` : renderLoss(path, losses, count));
  return count === 0;
}

function renderLoss(path: string, losses: readonly RecordLoss[], count: number): string {
  const lines = losses.flatMap(({ record, resources, loss }) => [
    `  ${record}: ${resources} resources, ${loss.length} fields lost`,
    ...loss.map(({ place }) => `    ${place}`),
  ]);
  return toTerminalText([`${path}: records ${losses.length}, fields lost ${count}`, ...lines]);
}
