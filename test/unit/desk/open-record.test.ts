import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { parseConfigFile } from '../../../src/config/config-file.ts';
import { createOpenRecord } from '../../../src/desk/open-record.ts';
import { createLine, type Line } from '../../../src/line.ts';
import { createRebuildForm } from '../../../src/pipeline/rebuild-form.ts';
import { createHospital, type Sent } from '../../../src/simulate/hospitals/hospital.ts';
import type { InspectedRecord } from '../../../src/types/inspection.ts';
import type { SourceRecord } from '../../../src/types/source-record.ts';
import { withHivCare } from '../../support/console-desk.ts';
import { NOON } from '../../support/store-fixtures.ts';

const RECORD = { id: 'r', facility: '99001', submissionId: 's', position: 1, receivedAt: NOON } as InspectedRecord;

let line: Line;
const hospital = createHospital({ facility: '99001', seed: 'open', clock: () => NOON });

beforeAll(async () => {
  line = await createLine(parseConfigFile('').limits);
});

function firstOf(bytes: Buffer): SourceRecord {
  const raw = {
    id: 's',
    channel: 'submissions',
    bytes,
    sha256: '',
    contentType: '',
    idempotencyKey: null,
    receivedAt: NOON,
  } as const;
  return line.stages.decode(raw).next().value as SourceRecord;
}

/** Opens what a hospital sent; without its bytes as after retention, without its resources as a refused record. */
function open({ bytes }: Pick<Sent, 'bytes'>, kept: { bytes: boolean; resources: boolean }, showsProtected = false) {
  const resources: readonly Resource[] = line.stages.map('99001', firstOf(bytes)).resources;
  const store = {
    contentOf: async () => (kept.resources ? resources : []),
    rawBytes: async () => (kept.bytes ? bytes : undefined),
  };
  return createOpenRecord({ store, line, rebuildForm: createRebuildForm(line) })(RECORD, showsProtected);
}

const fieldOf = (opened: Awaited<ReturnType<typeof open>>, table: string, field: string) =>
  opened.tables.find(({ name }) => name === table)?.rows[0]?.fields.find(({ name }) => name === field);

describe('opening a record', () => {
  it('reads the form from the bytes that came, and says where each field went', async () => {
    const opened = await open(hospital.claimEnvelope({ kinds: ['visit'] }), { bytes: true, resources: true });
    expect([opened.source, opened.isStored]).toEqual(['sent', true]);
    const field = fieldOf(opened, 'XML1', 'NGAY_RA');
    expect(field?.elements[0]).toMatchObject({ path: 'period.end' });
    expect(field?.meaning?.vi).toBeTruthy();
    const encounter = opened.resources.find(({ reference }) => reference === field?.elements[0]?.reference);
    expect(encounter?.from).toContain('XML1');
    expect(opened.protectedCount).toBe(0);
  });

  it('rebuilds the form when the bytes are gone', async () => {
    const sent = hospital.claimEnvelope({ kinds: ['visit'] });
    const [whole, rebuilt] = await Promise.all([
      open(sent, { bytes: true, resources: true }),
      open(sent, { bytes: false, resources: true }),
    ]);
    expect(rebuilt.source).toBe('rebuilt');
    expect(rebuilt.tables).toEqual(whole.tables);
  });

  it('shows of a refused record what it would have been', async () => {
    const opened = await open(hospital.claimEnvelope({ kinds: ['visit'] }), { bytes: true, resources: false });
    expect(opened.isStored).toBe(false);
    expect(opened.resources.length).toBeGreaterThan(0);
  });

  it('has no form of what came as FHIR and follows none', async () => {
    const opened = await open(hospital.fhirBundle({ kinds: ['visit'] }), { bytes: true, resources: true });
    expect([opened.source, opened.tables]).toEqual([null, []]);
    expect(opened.resources.length).toBeGreaterThan(0);
  });

  it.each([true, false])('hides what is specially protected in form and FHIR (bytes kept: %s)', async (bytes) => {
    const sent = withHivCare(hospital.claimEnvelope({ kinds: ['visit'] }));
    const opened = await open(sent, { bytes, resources: true });
    const protectedOnes = opened.resources.filter(({ labels }) => labels.length > 0);
    expect(protectedOnes.length).toBeGreaterThan(0);
    expect(protectedOnes.map(({ json }) => json)).toEqual(protectedOnes.map(() => null));
    expect(opened.protectedCount).toBe(protectedOnes.length);
    const hiv = opened.tables.find(({ name }) => name === 'XML6');
    expect(hiv?.rows ?? []).toEqual([]);
    expect(JSON.stringify(opened)).not.toMatch(/20200102|2020-01-02/);
    const shown = await open(sent, { bytes, resources: true }, true);
    expect(fieldOf(shown, 'XML6', 'NGAYKD_HIV')?.value).toBe('20200102');
    expect(shown.resources.every(({ json }) => json !== null)).toBe(true);
  });
});
