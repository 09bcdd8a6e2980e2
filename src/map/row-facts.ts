import type { SourceRow } from '../types/source-record.ts';
import type { JsonNode } from './json-node.ts';
import { listOf } from './json-node.ts';
import { objectsAt, textAt } from './unchecked-element.ts';

/** Parts of a form's extension that no form has a field for: a row's place in its table, and inside another row. */
const ROW = 'row';
const WITHIN = 'within';

/**
 * Keeps what must be known of a row to put it back into its place. Its number is told by STT where that is the number;
 * the extension is made in any case, since by it the row is found again. A row made up for missing ones (number 0) has
 * no place.
 */
export function keepRowFacts(keep: () => JsonNode, { number, within, fields }: SourceRow, isMarked: boolean): void {
  if (number === 0) return;
  if (within !== undefined) addPart(keep(), { url: WITHIN, valueString: within });
  const told = isMarked ? (fields.get('STT') ?? (number === 1 ? '1' : '')) : '';
  if (told !== String(number)) addPart(keep(), { url: ROW, valueInteger: number });
}

function addPart(row: JsonNode, part: JsonNode): void {
  listOf(row, 'extension').push(part);
}

/** Number of a row, from 1. @param stt the row's own number as sent */
export function rowNumberOf(row: JsonNode, stt: string | undefined): number {
  const part = objectsAt(row, 'extension').find(({ url }) => url === ROW);
  const told = part === undefined ? Number(stt ?? 1) : Number(part['valueInteger']);
  return Number.isInteger(told) && told > 0 ? told : 1;
}

/** Place of the row that this one stands inside. */
export function withinOf(row: JsonNode): string | undefined {
  return textAt(
    objectsAt(row, 'extension').find(({ url }) => url === WITHIN),
    'valueString',
  );
}
