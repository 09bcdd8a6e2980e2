import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Bundle, BundleEntry, Consent, Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../src/config/paths.ts';
import { createHospital, type Sent } from '../../src/simulate/hospitals/hospital.ts';
import type { DeliveryReceipt, Receipt } from '../../src/types/receipt.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { createFolder } from '../support/run-cli.ts';
import { serveFacilities } from '../support/served-gateway.ts';

const FACILITY = '00000';
const CLAIM = readFileSync(join(PATHS.root, 'test/cases/claim-xml/synthetic-4750-giamdinhhs.xml'));

describe('a record goes where the configuration says, by when it says', () => {
  it('and the receipt tells of it', async () => {
    const folder = await createFolder();
    const nobody = `http://127.0.0.1:${await freePort()}/fhir`;
    const destinations = [
      { id: 'claims', url: nobody, deadlines: [{ records: ['claim'], hours: 3 }] },
      { id: 'documents', url: nobody, filter: { records: ['document'] } },
      { id: 'others', url: nobody, filter: { exceptFacilities: [FACILITY] } },
      { id: 'archive', kind: 'file', folder: folder.path, deadlines: [{ records: ['claim'], hours: 8_784 }] },
    ];
    const served = await serveFacilities([FACILITY], { destinations });
    try {
      const sent = await served.sender(FACILITY).post('/submissions', CLAIM, 'application/xml');
      expect(sent.status).toBe(201);
      const { id } = JSON.parse(sent.body) as Receipt;
      let deliveries: ReadonlyMap<string, DeliveryReceipt> = new Map();
      await eventually('one delivery arrived, one was tried', async () => {
        const { records } = JSON.parse((await served.sender(FACILITY).get(`/submissions/${id}`)).body) as Receipt;
        deliveries = new Map(records[0]?.deliveries.map((delivery) => [delivery.destination, delivery]));
        return deliveries.get('archive')?.state === 'delivered' && deliveries.get('claims')?.reason !== undefined;
      });
      expect([...deliveries.keys()].sort()).toEqual(['archive', 'claims']);
      // NGAY_RA is 05/07/2026 10:00.
      expect(deliveries.get('claims')).toMatchObject({
        due: '2026-07-05T13:00:00+07:00',
        late: true,
        reason: {
          code: 'connect-refused',
          remedy: { en: 'Nothing has to be done: the gateway tries again by itself.' },
        },
      });
      expect(deliveries.get('archive')?.receipt).toEqual(expect.any(String));
      expect(
        readdirSync(folder.path, { recursive: true }).filter((name) => String(name).endsWith('.ndjson')),
      ).toHaveLength(1);
    } finally {
      await served.close();
      await folder.remove();
    }
  });

  it('by kind, label, consent and form', async () => {
    const folder = await createFolder();
    const archives = ['all', 'sensitive', 'consented', 'claims'] as const;
    for (const id of archives) mkdirSync(join(folder.path, id));
    const to = (id: (typeof archives)[number], own: object = {}) => ({
      ...{ id, kind: 'file', folder: join(folder.path, id), ...own },
    });
    const served = await serveFacilities(['99001'], {
      destinations: [
        to('all'),
        to('sensitive', { filter: { labels: ['R', 'V'] } }),
        to('consented', { filter: { consent: 'required' } }),
        to('claims', { filter: { records: ['claim'] }, form: 'national' }),
      ],
    });
    const hospital = createHospital({ facility: '99001', seed: 'routing', clock: () => Date.now() - 86_400_000 });
    const stay = () => hospital.fhirBundle({ kinds: ['stay'] });
    const sent: [string, Sent | Bundle][] = [
      ['plain', stay()],
      ['agreed', withConsent(bundleOf(stay()))],
      ['partly protected', protecting(bundleOf(stay()), ({ resourceType }) => resourceType === 'Observation')],
      ['protected', protecting(bundleOf(stay()), () => true)],
      ['claim', hospital.claimEnvelope()],
    ];
    try {
      const owed: Record<string, readonly string[]> = {};
      for (const [name, what] of sent) {
        const isBundle = 'resourceType' in what;
        const bytes = isBundle ? Buffer.from(JSON.stringify(what)) : what.bytes;
        const isFhir = isBundle || what.format === 'fhir-json';
        const [path, type] = isFhir ? ['/fhir', 'application/fhir+json'] : ['/submissions', 'application/xml'];
        const sender = served.sender('99001');
        const answer = await sender.post(path, bytes, type);
        expect([name, answer.status]).toEqual([name, 201]);
        const id = String(answer.headers['submission-id'] ?? answer.headers['location']?.split('/').at(-1));
        let deliveries: readonly DeliveryReceipt[] = [];
        await eventually(`${name} arrived`, async () => {
          const { records } = JSON.parse((await sender.get(`/submissions/${id}`)).body) as Receipt;
          deliveries = records[0]?.deliveries ?? [];
          return deliveries.every(({ state }) => state === 'delivered');
        });
        owed[name] = deliveries.map(({ destination }) => destination).sort();
      }
      expect(owed).toEqual({
        plain: ['all', 'sensitive'],
        agreed: ['all', 'consented', 'sensitive'],
        'partly protected': ['all', 'sensitive'],
        protected: ['sensitive'],
        claim: ['all', 'claims', 'sensitive'],
      });
      const protectedIn = (id: string) => filesOf(join(folder.path, id)).filter((text) => text.includes('"code":"R"'));
      expect(protectedIn('all')).toEqual([]);
      expect(protectedIn('sensitive')).toHaveLength(2);
      expect(filesOf(join(folder.path, 'claims'))).toEqual([expect.stringContaining('<GIAMDINHHS')]);
    } finally {
      await served.close();
      await folder.remove();
    }
  });
});

const bundleOf = ({ bytes }: Sent): Bundle => JSON.parse(String(bytes)) as Bundle;

/** The same with the patient's word that anybody may have it. */
function withConsent(bundle: Bundle): Bundle {
  const patient = bundle.entry?.find(({ resource }) => resource?.resourceType === 'Patient') as BundleEntry;
  const consent: Consent = {
    resourceType: 'Consent',
    id: 'consent-1',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: patient.fullUrl ?? `Patient/${patient.resource?.id}` },
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
  };
  const entry: BundleEntry = {
    fullUrl: 'urn:uuid:5b2b7f0e-3e0c-4a51-9d6d-3c1f5f8b7a10',
    resource: consent,
    request: { method: 'PUT', url: 'Consent/consent-1' },
  };
  return { ...bundle, entry: [...(bundle.entry ?? []), entry] };
}

/** The same with some of its resources specially protected. */
function protecting(bundle: Bundle, isProtected: (resource: Resource) => boolean): Bundle {
  const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
  const entry = bundle.entry?.map((each) => {
    const { resource } = each;
    if (resource === undefined || !isProtected(resource)) return each;
    return { ...each, resource: { ...resource, meta: { ...resource.meta, security } } as Resource };
  });
  return { ...bundle, ...(entry === undefined ? {} : { entry }) };
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => readFileSync(join(each.parentPath, each.name), 'utf8'));
}
