import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { toLocalInstant } from '../../../../src/fhir/local-time.ts';
import { deadlineOf } from '../../../../src/pipeline/deadline/deadline-of.ts';
import { at, CALENDAR } from '../../../support/working-calendar.ts';

interface Case {
  readonly name: string;
  readonly from: string;
  readonly hours: number;
  readonly of: 'clock' | 'working';
  readonly due: string;
}

const CASES = parse(
  readFileSync(join(import.meta.dirname, '../../../cases/deadlines.yaml'), 'utf8'),
) as readonly Case[];

describe('a deadline', () => {
  it.each(CASES)('$name: $from + $hours h ($of)', ({ from, hours, of, due }) => {
    const found = deadlineOf({ records: ['claim'], hours, of }, at(from), CALENDAR);
    expect(toLocalInstant(found)).toBe(toLocalInstant(at(due)));
  });
});
