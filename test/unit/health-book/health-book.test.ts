import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle, Condition, Resource } from '@medplum/fhirtypes';
import { createHealthBook } from '../../../src/health-book.ts';
import type { HealthBook } from '../../../src/types/health-book.ts';
import type { FacilityPrincipal } from '../../../src/types/principal.ts';
import type { Store } from '../../../src/types/store.ts';
import { CITIZEN, labelled, membersOf, namedBy, SUBJECT } from '../../support/citizen.ts';
import { PUBLIC_URL, SYSTEMS } from '../../support/public-door.ts';
import { acceptRecords, NOON, recordOf } from '../../support/store-fixtures.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';

const OWNER: FacilityPrincipal = { kind: 'facility', facility: '99001', scopes: ['system/*.rs'] };
const STRANGER: FacilityPrincipal = { ...OWNER, facility: '99002' };

function condition(id: string, text: string, changes: Partial<Condition> = {}): Condition {
  return { resourceType: 'Condition', id, code: { text }, subject: SUBJECT, ...changes };
}

let opened: TemporaryStore;
let store: Store;
let book: HealthBook;
beforeEach(async () => {
  opened = await openTemporaryStore();
  store = opened.store;
  book = createHealthBook({ store, systems: SYSTEMS, publicUrl: PUBLIC_URL, clock: () => NOON });
});
afterEach(() => opened.cleanup());

const receive = (key: string, resources: readonly Resource[], facility = '99001', patient = 'Patient/99001-p1') =>
  acceptRecords(store, [recordOf({ key, resources, patient })], { facility });

async function summarise(principal: FacilityPrincipal, id: string): Promise<Bundle> {
  const answer = await book.summary(principal, id);
  if (answer.kind !== 'summary') throw new Error(answer.kind);
  return answer.document;
}

/** What the audit log says of reads, newest last. */
async function readsAudited(): Promise<readonly unknown[]> {
  const events = (await store.audit(1, 100)).map(({ entry }) => JSON.parse(entry));
  return events
    .filter(({ subtype }) => subtype[0].code !== 'create')
    .map(({ subtype, action, agent, entity }) => [
      subtype[0].code,
      action,
      agent.find(({ requestor }: { requestor: boolean }) => requestor).who.identifier.value,
      entity[0].what.reference,
    ]);
}

describe('a read', () => {
  it('of one’s own resource is answered and audited', async () => {
    await receive('LK1', [CITIZEN, condition('c1', 'Hen')]);
    expect(await book.read(OWNER, 'Condition', 'c1')).toMatchObject({
      version: 1,
      resource: { code: { text: 'Hen' } },
    });
    expect(await readsAudited()).toEqual([['read', 'R', '99001', 'Condition/c1']]);
  });

  it('of another facility’s, or of nothing, tells nothing', async () => {
    await receive('LK1', [CITIZEN]);
    expect(await book.read(STRANGER, 'Patient', '99001-p1')).toBeUndefined();
    expect(await book.read(OWNER, 'Patient', 'none')).toBeUndefined();
    expect(await readsAudited()).toEqual([]);
  });

  it('is not answered when it cannot be audited', async () => {
    await receive('LK1', [CITIZEN]);
    const broken = { ...store, appendAudit: () => Promise.reject(new Error('disk full')) };
    const mute = createHealthBook({ store: broken, systems: SYSTEMS, publicUrl: PUBLIC_URL, clock: () => NOON });
    await expect(mute.read(OWNER, 'Patient', '99001-p1')).rejects.toThrow('disk full');
    await expect(mute.summary(OWNER, '99001-p1')).rejects.toThrow('disk full');
  });
});

describe('a summary', () => {
  it('tells everything that the facility sent for the citizen, and is audited', async () => {
    await receive('LK1', [CITIZEN, condition('c1', 'Hen')]);
    await receive('LK2', [CITIZEN, condition('c2', 'Gout')]);
    const document = await summarise(OWNER, '99001-p1');
    expect([...namedBy(document, '11450-4')].sort()).toEqual(['Condition/c1', 'Condition/c2']);
    expect(document.entry?.[1]?.fullUrl).toBe(`${PUBLIC_URL}/fhir/Patient/99001-p1`);
    expect(document.entry?.[2]?.resource).toMatchObject({ name: 'Bệnh viện 99001' });
    expect(await readsAudited()).toEqual([['operation', 'E', '99001', 'Patient/99001-p1']]);
  });

  it('tells what stands now, not what was corrected', async () => {
    await receive('LK1', [CITIZEN, condition('c1', 'Hen'), condition('c2', 'Gout')]);
    await receive('LK1', [CITIZEN, condition('c1', 'Hen phế quản')]);
    const text = JSON.stringify(await summarise(OWNER, '99001-p1'));
    expect(text).toContain('Hen phế quản');
    expect(text).not.toContain('Gout');
  });

  it('joins Patients of one number and one day of birth, and no others', async () => {
    const told = { ...CITIZEN, id: '99001-p2' };
    const namesake = { ...CITIZEN, id: '99001-p3', birthDate: '1980-02-04' };
    const about = (id: string) => ({ subject: { reference: `Patient/${id}` } });
    await receive('LK1', [CITIZEN, condition('c1', 'Hen')]);
    await receive('BOOK', [told, condition('c2', 'Gout', about('99001-p2'))], '99001', 'Patient/99001-p2');
    await receive('LK3', [namesake, condition('c3', 'Lao', about('99001-p3'))], '99001', 'Patient/99001-p3');
    const document = await summarise(OWNER, '99001-p1');
    expect([...namedBy(document, '11450-4')].sort()).toEqual(['Condition/c1', 'Condition/c2']);
    expect(JSON.stringify(document)).not.toMatch(/99001-p[23]|Lao/);
  });

  it('never tells what another facility sent, also for the same citizen under the same ids', async () => {
    await receive('LK1', [CITIZEN, condition('c1', 'Hen')]);
    await receive('LK1', [CITIZEN, condition('c2', 'Gout')], '99002');
    expect(namedBy(await summarise(OWNER, '99001-p1'), '11450-4')).toEqual(['Condition/c1']);
    expect(namedBy(await summarise(STRANGER, '99001-p1'), '11450-4')).toEqual(['Condition/c2']);
  });

  it('finds the doctor whom the record of another patient holds', async () => {
    const doctor: Resource = { resourceType: 'Practitioner', id: 'd1', name: [{ text: 'Trần Thị Mẫu' }] };
    await receive('LK0', [{ resourceType: 'Patient', id: '99001-p9' }, doctor], '99001', 'Patient/99001-p9');
    await receive('LK1', [CITIZEN, condition('c1', 'Hen', { asserter: { reference: 'Practitioner/d1' } })]);
    const document = await summarise(OWNER, '99001-p1');
    expect(membersOf(document)).toContain('Practitioner/d1');
    expect(JSON.stringify(document)).not.toContain('99001-p9');
  });

  it('leaves out what is specially protected, and of a protected patient there is none', async () => {
    await receive('LK1', [CITIZEN, labelled(condition('c1', 'Bí mật'))]);
    expect(JSON.stringify(await summarise(OWNER, '99001-p1'))).not.toContain('Bí mật');
    await receive('LK1', [labelled(CITIZEN)]);
    expect(await book.summary(OWNER, '99001-p1')).toEqual({ kind: 'unknown' });
  });

  it('of nobody is none, of a deleted patient is gone', async () => {
    expect(await book.summary(OWNER, 'none')).toEqual({ kind: 'unknown' });
    await receive('LK1', [CITIZEN]);
    expect(await book.summary(STRANGER, '99001-p1')).toEqual({ kind: 'unknown' });
    await acceptRecords(store, [recordOf({ key: 'LK2', resources: [], deletes: ['Patient/99001-p1'] })]);
    expect(await book.summary(OWNER, '99001-p1')).toEqual({ kind: 'deleted' });
  });
});
