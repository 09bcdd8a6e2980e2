import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCodeLists } from '../../../src/fhir/code-lists.ts';
import { dropKnownCodes } from '../../../src/measure/code-worklist.ts';
import type { CodeSighting } from '../../../src/types/code-worklist.ts';
import { acceptRecords, recordOf } from '../../support/store-fixtures.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';

const codeLists = loadCodeLists(join(PATHS.mappings, 'codes'));
let opened: TemporaryStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.cleanup());

const sighting = (list: string, code: string, day: string | null): CodeSighting => ({
  list,
  code,
  form: 'XML1',
  field: list,
  reason: 'not-in-list',
  day,
  count: 1,
});

describe('lists that took hold', () => {
  it('take off the worklist what they know on the day of the record, and nothing else', async () => {
    await acceptRecords(opened.store, [
      recordOf({
        unmapped: [
          sighting('MA_LOAI_KCB', '11', '2026-08-01'),
          sighting('MA_LOAI_KCB', '12', '2026-07-31'),
          sighting('GIOI_TINH', 'Nữ', null),
          sighting('GIOI_TINH', '9', null),
          sighting('GIOI_TINH', '~x', null),
        ],
      }),
    ]);
    expect(await dropKnownCodes(opened.store, codeLists)).toBe(2);
    expect((await opened.store.worklist({ limit: 10 })).map(({ code }) => code).toSorted()).toEqual(['12', '9', '~x']);
    expect(await dropKnownCodes(opened.store, codeLists)).toBe(0);
  });

  it('look through the whole worklist, however long', async () => {
    for (let batch = 0; batch < 3; batch += 1) {
      const unmapped = Array.from({ length: 500 }, (_, at) => sighting('GIOI_TINH', `${batch}-${at}`, null));
      await acceptRecords(opened.store, [recordOf({ key: `K${batch}`, unmapped })]);
    }
    await acceptRecords(opened.store, [recordOf({ key: 'LAST', unmapped: [sighting('GIOI_TINH', '1', null)] })]);
    expect(await dropKnownCodes(opened.store, codeLists)).toBe(1);
    expect(await opened.store.worklist({ limit: 2_000 })).toHaveLength(1_500);
  });
});
