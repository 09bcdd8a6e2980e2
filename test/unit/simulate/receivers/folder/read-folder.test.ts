import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFolder } from '../../../../../src/simulate/receivers/folder/read-folder.ts';

const NAME = `2026-11-22/99001/019ab000-0000-7000-8000-000000000001-${'a'.repeat(64)}-v1`;
const PATIENT = '{"resourceType":"Patient","id":"p"}\n';
const REMOVAL =
  '{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Observation/o"}}]}\n';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lt-read-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

describe('a folder as a loader reads it', () => {
  it('takes every whole file, in order of names, and passes over hidden ones', async () => {
    await put(`${NAME}.ndjson`, PATIENT + REMOVAL);
    await put(`${NAME.replace('0001-', '0002-')}.xml`, '<GIAMDINHHS/>');
    await put(`${dirname(NAME)}/.x.1.part`, '{');
    expect(await readFolder(folder)).toMatchObject([
      { key: `${NAME}.ndjson`, resources: ['Patient/p/_history/1', 'Observation/o'] },
      { key: `${NAME.replace('0001-', '0002-')}.xml`, changed: 1 },
    ]);
  });

  it.each([
    ['cut short', `${NAME}.ndjson`, PATIENT.slice(0, -1)],
    ['XML that does not end', `${NAME}.xml`, '<GIAMDINHHS>'],
    ['no JSON', `${NAME}.json`, '{'],
    ['a name that is none', '2026-11-22/99001/a.ndjson', PATIENT],
  ])('says which file is %s', async (_what, name, text) => {
    await put(name, text);
    await expect(readFolder(folder)).rejects.toThrow(name);
  });
});
