import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { PATHS } from '../../../src/config/paths.ts';
import type { CliRun } from '../../support/run-cli.ts';
import { createFolder } from '../../support/run-cli.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const EXAMPLE = join(PATHS.root, 'test/cases/overrides/99001.yaml');
const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<TONG_HOP>
  <MA_LK>LK1</MA_LK><STT>1</STT><MABENHCHINH>A00</MABENHCHINH><MA_QUOCTICH>VN</MA_QUOCTICH>
  <MA_KHOA>NOI;K01</MA_KHOA><MA_CSKCB>99001</MA_CSKCB>
</TONG_HOP>`;

let folder: Awaited<ReturnType<typeof createFolder>>;
let env: Record<string, string>;
beforeEach(async () => {
  folder = await createFolder();
  env = {};
});
afterEach(() => folder.remove());

async function run(...args: string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const to = (sink: string[]) => ({ write: (text: string) => sink.push(text) });
  const world = { env, cwd: folder.path, clock: () => NOW, sleep: async () => {}, newId: () => 'id' };
  const code = await main(['overrides', ...args], { ...world, stdout: to(out), stderr: to(err) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

describe('overrides check', () => {
  it('reads every file of a folder', async () => {
    expect(await run('check', join(EXAMPLE, '..'))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/: 1 facilities, no mistake\n$/),
    });
    expect((await run('check')).stdout).toMatch(/mappings\/facilities: 0 facilities, no mistake\n$/);
  });

  it('takes the folder of the configuration, and tells the file and place of a mistake', async () => {
    writeFileSync(
      join(folder.path, '99001.yaml'),
      'facility: "99001"\ncontact: x\noverrides: [{ reason: x, codes: { A: { B: C } } }]\n',
    );
    writeFileSync(join(folder.path, 'lt.yaml'), `overridesFolder: ${folder.path}\n`);
    env = { LT_CONFIG: join(folder.path, 'lt.yaml') };
    expect(await run('check')).toMatchObject({
      code: 1,
      stderr: `lien-thong: overrides ${join(folder.path, '99001.yaml')}: line 3, overrides[0].codes.A: no field of a form is taken from such a list\n`,
    });
  });
});

describe('overrides test', () => {
  it('shows what a file would change in a sample', async () => {
    writeFileSync(join(folder.path, 'xml1.xml'), SAMPLE);
    const { code, stdout } = await run('test', EXAMPLE, 'xml1.xml', '--json');
    expect(code).toBe(0);
    const { changes } = JSON.parse(stdout) as { changes: object[] };
    expect(changes).toEqual([
      {
        file: 'xml1.xml',
        record: 'LK1',
        place: 'XML1[1].MA_BENH_CHINH',
        change: 'renamed',
        sent: 'MABENHCHINH',
        now: 'MA_BENH_CHINH',
      },
      { file: 'xml1.xml', record: 'LK1', place: 'XML1[1].MA_QUOCTICH', change: 'corrected', sent: 'VN', now: '000' },
      {
        file: 'xml1.xml',
        record: 'LK1',
        place: 'XML1[1].MA_KHOA',
        change: 'corrected',
        sent: 'NOI;K01',
        now: 'K03;K01',
      },
    ]);
    expect((await run('test', EXAMPLE, 'xml1.xml')).stdout).toMatch(
      /^LK1 +XML1\[1\]\.MA_QUOCTICH +corrected +VN +000$/m,
    );
  });

  it('says so when nothing would change', async () => {
    writeFileSync(
      join(folder.path, 'xml1.xml'),
      SAMPLE.replace('MABENHCHINH>A00</MABENHCHINH', 'A>1</A').replace('VN', '000').replace('NOI;', ''),
    );
    expect((await run('test', EXAMPLE, 'xml1.xml')).stdout).toBe('nothing would change\n');
  });

  it.each([
    [[], "expected 'overrides check'"],
    [['test', EXAMPLE], 'FILE and SAMPLE are required'],
  ])('%j is wrong usage', async (args, problem) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(problem) });
  });
});
