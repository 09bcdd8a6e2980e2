import { describe, expect, it } from '@jest/globals';
import { createRecordDesk, type RecordDeskDeps } from '../../../src/desk/record-desk.ts';
import type { InspectedRecord } from '../../../src/types/inspection.ts';
import { NOON } from '../../support/store-fixtures.ts';

const ID = '019ac000-0000-7000-8000-00000000000a';
const issue = (place: string) => ({
  severity: 'error',
  code: 'invalid',
  diagnostics: place,
  details: { text: 'NGAY_RA trước NGAY_VAO.', coding: [{ code: 'LT-B030' }] },
});
const outcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [issue('XML1[1].NGAY_RA'), issue('XML1[1].NGAY_RA'), issue('XML1[2].NGAY_RA')],
});
const RECORD = { id: ID, facility: '99001', identity: 'AB1', outcome, receivedAt: NOON } as unknown as InspectedRecord;
const ELSEWHERE = { ...RECORD, id: 'other', facility: '99002' };
const RELEASE = { id: 'a', at: NOON, by: 'staff:Mai Lan', what: 'release', object: ID, reason: 'đúng', told: {} };

const STOP = { destination: 'province', at: NOON, by: 'staff:Mai Lan', reason: 'bảo trì' };
const owedTo = (destination: string) => ({ id: destination, destination, state: 'queued', hasTurn: true, faults: [] });

function createDesk() {
  const asked: (readonly string[])[] = [];
  const audited: string[] = [];
  const store = {
    acts: async () => [RELEASE],
    appendAudit: async (_at: number, entry: string) => void audited.push(entry),
    attempts: async () => [],
    deliveriesOf: async () => [owedTo('province'), owedTo('nation')],
    destinationStops: async () => [STOP],
    facility: async () => undefined,
    inspect: async (id: string) => (id === ID ? RECORD : undefined),
    recordsByKey: async (identities: readonly string[]) => {
      asked.push(identities);
      return [];
    },
    recordsOfPerson: async () => [RECORD, ELSEWHERE],
    recordsOfSubmission: async () => [],
  } as unknown as RecordDeskDeps['store'];
  const openRecord = () => Promise.reject(new Error('not opened here'));
  const desk = createRecordDesk({ store, openRecord, placeOfFault: () => undefined, clock: () => NOON });
  return { desk, asked, audited };
}

describe('the record desk', () => {
  it('looks a key up as it was typed and in capital letters', async () => {
    const { desk, asked } = createDesk();
    await desk.find('ab1', null);
    expect(asked[0]).toEqual(expect.arrayContaining(['ab1', 'AB1', 'document-xml/ab1', 'document-xml/AB1']));
  });

  it('finds a record by its id, however it is written, at the facility that is asked for', async () => {
    const { desk, asked } = createDesk();
    expect((await desk.find(ID.toUpperCase(), null)).map(({ id }) => id)).toEqual([ID]);
    expect(asked).toEqual([]);
    expect(await desk.find(ID, '99002')).toEqual([]);
  });

  it('finds a person at one facility, and says so in the audit log', async () => {
    const { desk, audited } = createDesk();
    expect((await desk.findPerson('000000000001', '99002', 'staff:Mai Lan')).map(({ id }) => id)).toEqual(['other']);
    expect(await desk.findPerson('000000000001', null, 'staff:Mai Lan')).toHaveLength(2);
    expect(audited[0]).toContain('99002');
    expect(audited[1]).not.toContain('99002');
    expect(audited.join('')).not.toContain('000000000001');
  });

  it('tells who stopped the destination that a delivery waits for', async () => {
    const chain = await createDesk().desk.chain(ID);
    expect(chain?.deliveries.map(({ stop }) => stop)).toEqual([STOP, null]);
  });

  it('tells each issue once, and who released the record', async () => {
    const chain = await createDesk().desk.chain(ID);
    expect(chain?.issues.map(({ place }) => place)).toEqual(['XML1[1].NGAY_RA', 'XML1[2].NGAY_RA']);
    expect(chain?.released).toMatchObject({ by: 'staff:Mai Lan', reason: 'đúng' });
  });
});
