import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { decodeBase64 } from '../../../src/decode/base64.ts';
import { childrenOf, parseXmlDocument, type XmlElement } from '../../../src/decode/xml-element.ts';
import { type CliRun, createFolder, runCli } from '../../support/run-cli.ts';

const FOLDERS = ['claim-xml', 'national-forms'].map((name) => join(PATHS.root, 'test', 'cases', name));
const SAMPLE = join(PATHS.root, 'examples', 'claim.xml');

/** A document as plain lists: names, attributes, texts and order; what is base64 in it is read too. */
function contentOf({ name, attributes, text, content }: XmlElement): unknown {
  const children = childrenOf({ name, attributes, text, content });
  const inner = name === 'NOIDUNGFILE' && children.length === 0 ? decodeBase64(text)?.toString('utf8') : undefined;
  return [name, attributes, inner === undefined ? text.trim() : documentOf(inner), children.map(contentOf)];
}

function documentOf(xml: string): unknown {
  const { root } = parseXmlDocument(xml.replace(/^\uFEFF/, ''), 64, { left: 100_000 });
  return root === null ? null : contentOf(root);
}

describe('map', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  const inFolder = (...args: readonly string[]): Promise<CliRun> => runCli(['map', ...args], { cwd: folder.path });

  beforeAll(async () => {
    folder = await createFolder();
    await inFolder(...FOLDERS, '--to', 'fhir', '--out', 'fhir');
    await inFolder('fhir', '--to', 'claim-xml', '--out', 'xml');
  }, 60_000);
  afterAll(() => folder.remove());

  const samples = FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));

  it.each(samples.map((path) => [basename(path), path]))('%s comes back element for element', (name, path) => {
    const again = documentOf(readFileSync(join(folder.path, 'xml', name), 'utf8'));
    expect(again).not.toBeNull();
    expect(again).toEqual(documentOf(readFileSync(path, 'utf8')));
  });

  it('shows where a field went, its home first', async () => {
    const { code, stdout } = await inFolder(SAMPLE, '--to', 'fhir', '--trace', 'XML1[1].NGAY_RA');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^XML1\[1\]\.NGAY_RA {2}Encounter\/\S+\.period\.end = "2026/m);
    expect(stdout).toContain('Claim/');
  });

  it('shows where an element came from', async () => {
    const { code, stdout } = await inFolder(SAMPLE, '--to', 'fhir', '--trace', 'Encounter.period.end', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ found: [{ source: 'XML1[1].NGAY_RA' }] });
  });

  it('finds nothing where nothing is, and says so', async () => {
    const { code, stdout } = await inFolder(SAMPLE, '--to', 'fhir', '--trace', 'XML1[1].KHONG_CO');
    expect(code).toBe(1);
    expect(stdout).toContain('nothing at XML1[1].KHONG_CO');
  });

  it('FHIR of another system becomes a claim, with what it does not tell', async () => {
    const encounter = { resourceType: 'Encounter', id: 'e', status: 'finished', class: { code: 'AMB' } };
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: encounter }] };
    writeFileSync(join(folder.path, 'foreign.json'), JSON.stringify(bundle));
    const { code, stdout, stderr } = await inFolder('foreign.json', '--to', 'claim-xml');
    expect(code).toBe(0);
    expect(stdout).toContain('<GIAMDINHHS');
    expect(stderr).toContain('XML1[1].MA_LOAI_KCB');
    const report = await inFolder('foreign.json', '--to', 'claim-xml', '--json');
    expect(JSON.parse(report.stdout)).toMatchObject({
      records: [{ format: 'claim-xml' }],
      missing: expect.arrayContaining([{ place: 'XML1[1].HO_TEN', form: 'XML1', field: 'HO_TEN' }]),
    });
  });

  it('what holds no form and no encounter is refused', async () => {
    writeFileSync(
      join(folder.path, 'patient.json'),
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'collection',
        entry: [{ resource: { resourceType: 'Patient', id: 'p' } }],
      }),
    );
    const { code, stderr } = await inFolder('patient.json', '--to', 'claim-xml');
    expect(code).toBe(1);
    expect(stderr).toContain('no form and no Encounter');
  });

  describe('FHIR that is no Bundle of a gateway', () => {
    const encounter = { resourceType: 'Encounter', id: 'e', status: 'finished', subject: { reference: 'Patient/p' } };
    const patient = { resourceType: 'Patient', id: 'p', name: [{ text: 'Nguyễn Văn Thử' }] };
    const drug = { resourceType: 'MedicationRequest', id: 'm', status: 'draft', subject: { reference: 'Patient/p' } };
    const bundle = (type: string, ...entry: object[]) => JSON.stringify({ resourceType: 'Bundle', type, entry });
    const reportOf = async (text: string): Promise<unknown> => {
      writeFileSync(join(folder.path, 'other.json'), text);
      const { code, stdout } = await inFolder('other.json', '--to', 'claim-xml', '--json');
      expect(code).toBe(0);
      return JSON.parse(stdout);
    };
    const withName = { missing: expect.not.arrayContaining([expect.objectContaining({ field: 'HO_TEN' })]) };

    it.each(['searchset', 'batch'])('the entries of a %s belong together', async (type) => {
      const note = { search: { mode: 'outcome' }, resource: { resourceType: 'OperationOutcome' } };
      const entries = [note, ...[encounter, patient, drug].map((resource) => ({ resource }))];
      expect(await reportOf(bundle(type, ...entries))).toMatchObject({
        ...withName,
        leftOut: [{ resource: 'MedicationRequest/m', place: 'Bundle.entry[3]', reason: 'status', detail: 'draft' }],
      });
    });

    it('of a history each resource is there in its newest version', async () => {
      const old = { ...encounter, status: 'cancelled' };
      const deleted = { request: { method: 'DELETE', url: 'MedicationRequest/m' } };
      const versions = [{ resource: encounter }, { resource: patient }, deleted, { resource: old }, { resource: drug }];
      expect(await reportOf(bundle('history', ...versions))).toMatchObject({ ...withName, leftOut: [] });
    });

    it('lines of single resources are one record', async () => {
      const lines = [patient, encounter, drug].map((resource) => JSON.stringify(resource));
      expect(await reportOf(`${lines.join('\n')}\n`)).toMatchObject({
        ...withName,
        records: [{ format: 'claim-xml', key: '' }],
        leftOut: [{ resource: 'MedicationRequest/m', place: 'line 3' }],
      });
    });

    it('a single Encounter is a record', async () => {
      expect(await reportOf(JSON.stringify(encounter, null, 2))).toMatchObject({ records: [{ key: '' }] });
    });

    it('of several records each missing field is named with its own', async () => {
      const second = { ...encounter, id: 'f' };
      const { missing } = (await reportOf(bundle('collection', { resource: encounter }, { resource: second }))) as {
        missing: { record: number; place: string }[];
      };
      const places = missing.map(({ record, place }) => `${record} ${place}`);
      expect(new Set(places).size).toBe(places.length);
      expect(places).toEqual(expect.arrayContaining(['1 XML1[1].MA_LK', '2 XML1[1].MA_LK']));
    });
  });

  it('says what of FHIR is in no claim, and that no Encounter is left', async () => {
    const cancelled = { resourceType: 'Encounter', id: 'e', status: 'cancelled' };
    writeFileSync(join(folder.path, 'cancelled.json'), JSON.stringify(cancelled));
    const { code, stderr } = await inFolder('cancelled.json', '--to', 'claim-xml');
    expect(code).toBe(1);
    expect(stderr).toContain('no form and no Encounter');
    expect(stderr).toContain('Encounter/e  its status is cancelled');
  });

  it('loss and trace belong to the way there', async () => {
    expect((await inFolder(SAMPLE, '--to', 'claim-xml', '--loss')).code).toBe(2);
  });
});
