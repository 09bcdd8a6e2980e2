import type { Bundle, Patient, Resource } from '@medplum/fhirtypes';
import { buildReadAudit, type ReadAudited } from './audit/audit-event.ts';
import type { IdentifierSystems } from './fhir/identifier-systems.ts';
import { isProtected } from './fhir/protected.ts';
import { buildPatientSummary } from './summary/patient-summary.ts';
import { referencesOf } from './summary/settle-references.ts';
import { referenceOf } from './summary/summary-source.ts';
import type { HealthBook } from './types/health-book.ts';
import type { Store } from './types/store.ts';
import type { EpochMs, FacilityCode } from './types/submission.ts';

export interface HealthBookParts {
  readonly store: Pick<Store, 'appendAudit' | 'current' | 'facility' | 'ofPatients' | 'resource' | 'samePerson'>;
  readonly systems: IdentifierSystems;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly clock: () => EpochMs;
}

/** Records that one summary is made from: the newest. More would hold up everybody else's submissions. */
const MAX_RECORDS = 200;
/** Organizations, people and places that one summary looks up beside the records. */
const MAX_COMPANIONS = 500;

/** The reading side: the store, the summary and the audit log joined. Nothing is answered before its audit entry is on disk. */
export function createHealthBook(parts: HealthBookParts): HealthBook {
  const { store } = parts;
  const note = (read: Omit<ReadAudited, 'at'>) => {
    const at = parts.clock();
    return store.appendAudit(at, JSON.stringify(buildReadAudit({ ...read, at })));
  };
  return {
    async read({ facility }, type, id) {
      const current = await store.current(facility, type, id);
      if (current?.resource) await note({ facility, interaction: 'read', reference: `${type}/${id}` });
      return current;
    },
    async summary({ facility }, id) {
      const current = await store.current(facility, 'Patient', id);
      if (current?.resource === null) return { kind: 'deleted' };
      if (current === undefined || isProtected(current.resource)) return { kind: 'unknown' };
      const document = await assemble(parts, facility, current.resource as Patient);
      await note({ facility, interaction: 'operation', reference: `Patient/${id}` });
      return { kind: 'summary', document };
    },
  };
}

async function assemble(parts: HealthBookParts, facility: FacilityCode, patient: Patient): Promise<Bundle> {
  const { store, systems, publicUrl, clock } = parts;
  const samePerson = await store.samePerson(facility, String(patient.id));
  const { resources, isComplete } = await store.ofPatients(facility, samePerson, MAX_RECORDS);
  const companions = await loadCompanions(store, facility, [patient, ...resources]);
  const name = (await store.facility(facility))?.name ?? facility;
  return buildPatientSummary(
    {
      patient,
      samePerson,
      resources: [...companions, ...resources],
      isComplete,
      custodian: { code: facility, name },
      at: clock(),
    },
    { systems, fhirBase: `${publicUrl}/fhir` },
  );
}

/** What the resources refer to and records share: it may be held by the record of another patient. */
async function loadCompanions(
  store: HealthBookParts['store'],
  facility: FacilityCode,
  resources: readonly Resource[],
): Promise<readonly Resource[]> {
  const known = new Set(resources.map(referenceOf));
  const found: Resource[] = [];
  // Both lists grow while they are walked: a role leads to a person and an organization.
  const open = [...resources];
  for (const resource of open) {
    for (const reference of referencesOf(resource)) {
      if (known.has(reference) || found.length >= MAX_COMPANIONS) continue;
      known.add(reference);
      const [type = '', id = ''] = reference.split('/');
      const companion = SHARED.has(type) ? await store.resource(facility, type, id) : undefined;
      if (companion === undefined) continue;
      found.push(companion);
      open.push(companion);
    }
  }
  return found;
}

const SHARED: ReadonlySet<string> = new Set([
  'Device',
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
]);
