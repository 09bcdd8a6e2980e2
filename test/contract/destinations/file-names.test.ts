import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFolder } from '../../../src/simulate/receivers/folder/read-folder.ts';
import { composed } from '../../support/configured-destination.ts';
import { fhirDelivery } from '../../support/fhir-delivery.ts';
import { useFolder } from '../../support/folder-setting.ts';

const { folder, destinationAt } = useFolder();

describe('file destination, any record', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      '../../etc/passwd',
      '..',
      'CON',
      'nul.',
      'a\0b',
      'LK1 ',
      'lk1',
      'LK1',
      'x'.repeat(5_000),
      'Đơn/thuốc',
      '',
    ),
  );
  const record = fc.record({
    recordId: fc.uuid({ version: 7 }),
    recordKey: hostile,
    facility: fc.constantFrom('99001', '9900A', '0000000000000'),
    kind: fc.constantFrom('claim', 'health-book', 'fhir', 'prescription'),
    version: fc.integer({ min: 1, max: 1_000_000 }),
    texts: fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }),
    removed: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/), { maxLength: 3 }),
  });
  const records = fc.uniqueArray(record, {
    selector: ({ recordKey, facility, version }) => `${facility}\n${version}\n${recordKey}`,
    minLength: 1,
    maxLength: 5,
  });

  it('has a name that every file system takes, its own where case does not count, and keeps what was written', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (made) => {
        const own = await mkdtemp(join(folder(), 'run-'));
        const destination = destinationAt({ folder: own });
        const names = new Set<string>();
        for (const { texts, removed, ...changes } of made) {
          const resources = texts.map((text, index) => ({
            resourceType: 'Basic' as const,
            id: `b${index}`,
            code: { text },
          }));
          const delivery = fhirDelivery({
            ...changes,
            resources,
            removed: ['Basic/x', ...removed.map((id) => `Group/${id}`)],
          });
          const message = await composed(destinationAt(), delivery);
          expect(await destination.send(message, delivery)).toEqual({ kind: 'delivered', receipt: message.key });
          expect(message.key).toMatch(/^\d{4}-\d\d-\d\d\/[0-9A-Za-z]{5,13}\/[0-9a-f]{8}[a-z0-9.-]{1,112}\.ndjson$/);
          names.add(message.key.toLowerCase());
        }
        expect(names.size).toBe(made.length);
        const effects = await readFolder(own);
        expect(new Set(effects.map(({ key }) => key.toLowerCase()))).toEqual(names);
        expect(effects.map(({ resources }) => resources.length).sort()).toEqual(
          made.map(({ texts, removed }) => texts.length + removed.length + 1).sort(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not show the number of a person', async () => {
    const { key } = await composed(destinationAt(), fhirDelivery({ kind: 'health-book', recordKey: '051080000001' }));
    expect(key).not.toContain('051080000001');
  });

  it('a facility that could not be a folder is not written', async () => {
    expect(await destinationAt().compose(fhirDelivery({ facility: '../..' }))).toEqual({
      kind: 'misconfigured',
      reason: 'file-name',
    });
  });
});
