import { describe, expect, it } from '@jest/globals';
import type { Patient, Resource } from '@medplum/fhirtypes';
import { PERSONAL_NUMBER } from '../../../src/fhir/person.ts';
import type { Store } from '../../../src/types/store.ts';
import { acceptRecords, NOON, observation, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const NUMBER = '000000000001';

function citizen(id: string, birthDate = '1980-02-03', number = NUMBER): Patient {
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ system: PERSONAL_NUMBER, value: number }],
    ...(birthDate === '' ? {} : { birthDate }),
  };
}

/** A record of one patient with its own resources. */
function visit(key: string, patient: Patient, resources: readonly Resource[] = [observation(`o-${key}`)]) {
  return recordOf({ key, patient: `Patient/${patient.id}`, resources: [patient, ...resources] });
}

const names = (resources: readonly Resource[]) => resources.map(({ resourceType, id }) => `${resourceType}/${id}`);

async function namesOf(store: Store, patients: readonly string[], limit = 10): Promise<readonly string[]> {
  return names((await store.ofPatients('99001', patients, limit)).resources);
}

export function describePatients(open: OpenStore): void {
  describe('a resource with its version', () => {
    const opened = useStore(open);

    it('counts versions, and tells when this one came', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', citizen('p1'), [observation('o1', 1)])]);
      const later = { receivedAt: NOON + 5_000 };
      await acceptRecords(store, [visit('LK1', citizen('p1'), [observation('o1', 2)])], later);
      expect(await store.current('99001', 'Patient', 'p1')).toMatchObject({ version: 1, updatedAt: NOON });
      expect(await store.current('99001', 'Observation', 'o1')).toEqual({
        version: 2,
        updatedAt: NOON + 5_000,
        resource: observation('o1', 2),
      });
    });

    it('that was deleted has a version and no content; one that never was has none', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', citizen('p1'))]);
      await acceptRecords(store, [visit('LK1', citizen('p1'), [])]);
      expect(await store.current('99001', 'Observation', 'o-LK1')).toEqual({
        version: 2,
        updatedAt: NOON,
        resource: null,
      });
      expect(await store.current('99001', 'Observation', 'none')).toBeUndefined();
      expect(await store.current('99002', 'Patient', 'p1')).toBeUndefined();
    });
  });

  describe('patients that are one person', () => {
    const opened = useStore(open);

    it('have one number and one day of birth', async () => {
      const { store } = opened;
      const patients = [
        citizen('claim'),
        citizen('book'),
        citizen('twin', '1980-02-04'),
        citizen('other', '1980-02-03', '000000000002'),
        citizen('year', '1980'),
        citizen('undated', ''),
      ];
      await acceptRecords(
        store,
        patients.map((patient) => visit(String(patient.id), patient)),
      );
      expect(await store.samePerson('99001', 'claim')).toEqual(['claim', 'book']);
      for (const id of ['twin', 'other', 'year', 'undated']) expect(await store.samePerson('99001', id)).toEqual([id]);
    });

    it('are no longer, once one of them is corrected', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', citizen('p1')), visit('LK2', citizen('p2'))]);
      await acceptRecords(store, [visit('LK2', citizen('p2', '1981-02-03'))]);
      expect(await store.samePerson('99001', 'p1')).toEqual(['p1']);
      await acceptRecords(store, [visit('LK2', citizen('p2'))]);
      expect(await store.samePerson('99001', 'p1')).toEqual(['p1', 'p2']);
      const { identifier: _, ...anonymous } = citizen('p2');
      await acceptRecords(store, [visit('LK2', anonymous)]);
      expect(await store.samePerson('99001', 'p1')).toEqual(['p1']);
    });

    it('are so within one facility only', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', citizen('p1'))]);
      await acceptRecords(store, [visit('LK1', citizen('p2'))], { facility: '99002' });
      expect(await store.samePerson('99001', 'p1')).toEqual(['p1']);
      expect(await store.samePerson('99001', 'p2')).toEqual(['p2']);
    });

    it('is known of accepted records alone', async () => {
      const { store } = opened;
      const quarantined = { ...visit('LK2', citizen('p2')), state: 'quarantined' as const };
      await acceptRecords(store, [visit('LK1', citizen('p1')), quarantined]);
      expect(await store.samePerson('99001', 'p1')).toEqual(['p1']);
      expect(await namesOf(store, ['p2'])).toEqual([]);
    });
  });

  describe('all of a patient', () => {
    const opened = useStore(open);

    it('is what her records hold now, in order of receipt', async () => {
      const { store } = opened;
      await acceptRecords(store, [
        visit('LK1', citizen('p1')),
        visit('LK2', citizen('p1')),
        visit('LK3', citizen('p2')),
      ]);
      await acceptRecords(store, [visit('LK1', citizen('p1'), [observation('o-new')])]);
      expect(await namesOf(store, ['p1'])).toEqual(['Patient/p1', 'Observation/o-LK2', 'Observation/o-new']);
      expect(await namesOf(store, ['p2', 'p1'])).toContain('Observation/o-LK3');
      expect(await namesOf(store, ['none'])).toEqual([]);
    });

    it('has the newest content of what came again, once', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', citizen('p1'), [observation('o1', 1)])]);
      await acceptRecords(store, [visit('LK2', citizen('p1'), [observation('o1', 2)])]);
      const { resources } = await store.ofPatients('99001', ['p1'], 10);
      expect(resources.filter(({ id }) => id === 'o1')).toEqual([observation('o1', 2)]);
    });

    it('is the newest records when there are more, and says so', async () => {
      const { store } = opened;
      await acceptRecords(
        store,
        ['LK1', 'LK2', 'LK3'].map((key) => visit(key, citizen('p1'))),
      );
      const newest = await store.ofPatients('99001', ['p1'], 2);
      expect([names(newest.resources), newest.isComplete]).toEqual([
        // The patient herself is held by the oldest.
        ['Observation/o-LK2', 'Observation/o-LK3'],
        false,
      ]);
      expect((await store.ofPatients('99001', ['p1'], 3)).isComplete).toBe(true);
    });

    it('is no more than memory can bear, and at least the newest record', async () => {
      const { store } = opened;
      const large = (id: string): Resource => ({ ...observation(id), note: [{ text: 'x'.repeat(20_000_000) }] });
      await acceptRecords(store, [visit('LK1', citizen('p1'), [large('o1')])]);
      await acceptRecords(store, [visit('LK2', citizen('p1'), [large('o2')])]);
      const { resources, isComplete } = await store.ofPatients('99001', ['p1'], 10);
      expect([names(resources), isComplete]).toEqual([['Observation/o2'], false]);
    });

    it('has the record of a newborn that came in her mother’s', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', citizen('mother'), [citizen('child', '2026-11-01', '000000000009')])]);
      expect(await namesOf(store, ['child'])).toContain('Patient/child');
    });
  });
}
