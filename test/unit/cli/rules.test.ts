import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { openStore } from '../../../src/cli/open-store.ts';
import { PATHS } from '../../../src/config/paths.ts';
import type { CliRun } from '../../support/run-cli.ts';
import { createFolder } from '../../support/run-cli.ts';
import { facilityOf, recordOf, submissionOf } from '../../support/store-fixtures.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const FAULTY = join(PATHS.root, 'test/cases/claim-xml/synthetic-faulty-4750-giamdinhhs.xml');
/** Facility 00000, that of the samples, is joining until the end of the month. */
const POLICY = `name: pilot
version: 1
phases: { onboarding: { atMost: warn, rules: { LT-B053: off } } }
facilities: { "00000": [{ phase: onboarding, to: 2026-11-30 }] }
`;

let folder: Awaited<ReturnType<typeof createFolder>>;
let env: Record<string, string>;
let ids = 0;
beforeEach(async () => {
  folder = await createFolder();
  env = {};
});
afterEach(() => folder.remove());

function usePolicy(text = POLICY): void {
  writeFileSync(join(folder.path, 'policy.yaml'), text);
  writeFileSync(join(folder.path, 'lt.yaml'), `policyFile: ${join(folder.path, 'policy.yaml')}\n`);
  env = { LT_CONFIG: join(folder.path, 'lt.yaml') };
}

const io = () => ({
  env,
  cwd: folder.path,
  clock: () => NOW,
  sleep: async () => {},
  newId: () => {
    ids += 1;
    return `id-${ids}`;
  },
  stdout: { write: (_text: string) => true },
  stderr: { write: (_text: string) => true },
});

async function run(...args: string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const to = (sink: string[]) => ({ write: (text: string) => sink.push(text) });
  const code = await main(args, { ...io(), stdout: to(out), stderr: to(err) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

describe('rules', () => {
  it('lists every rule with what it does, in Vietnamese', async () => {
    const { code, stdout } = await run('rules');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^chính sách default@1\+[0-9a-f]{8}, giai đoạn enforced/);
    expect(stdout).toMatch(/^LT-B030 +quarantine +NGAY_RA trước NGAY_VAO\.$/m);
    expect(stdout).toMatch(/^LT-B066 +warn +… 2025-08-14 /m);
  });

  it('shows one rule whole', async () => {
    const { stdout } = await run('rules', 'lt-b140', '--lang', 'en');
    expect(stdout).toMatch(
      /^LT-B140 {2}\{table\}\.\{field\}: a district is given, but districts ended on 01\/07\/2025\.$/m,
    );
    expect(stdout).toMatch(/^ {2}dates: 2025-07-01 …$/m);
    expect(stdout).toContain('QĐ 19/2025/QĐ-TTg');
  });

  it('says what the policy of the configuration makes of a rule, by facility and day', async () => {
    usePolicy();
    const effective = async (...args: string[]) =>
      JSON.parse((await run('rules', 'LT-B030', '--json', ...args)).stdout).rules[0].effective;
    expect(await effective('--facility', '00000')).toBe('warn');
    expect(await effective('--facility', '00000', '--as-of', '2026-12-01')).toBe('quarantine');
    expect(await effective()).toBe('quarantine');
    expect((await run('rules', '--facility', '00000')).stdout).toMatch(/^LT-B030 +warn +quarantine +/m);
  });

  it.each([
    [['rules', 'LT-X999'], 1, "there is no rule 'LT-X999'"],
    [['rules', '--as-of', 'today'], 2, '--as-of must be a day'],
    [['rules', '--from', '2026-11-01'], 2, "--from does not belong to this use of 'rules'"],
    [['rules', 'enforced', '--facility', '99001'], 2, '--facility does not belong'],
    [['rules', 'enforced', '--from', '2026-11-02', '--to', '2026-11-01'], 2, '--from must not be after --to'],
    [['rules', 'enforced', '--to', 'x'], 2, '--to must be a day'],
  ])('%j: exit %i', async (args, code, message) => {
    expect(await run(...args)).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });

  it('a policy with a mistake is named in one line', async () => {
    usePolicy(`${POLICY}exceptions: [{ rules: [LT-B999], action: off, reason: x }]\n`);
    const { code, stderr } = await run('rules');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^lien-thong: policy .*: the catalogue has no rule LT-B999\n$/),
    ]);
  });
});

describe('rules enforced', () => {
  beforeEach(async () => {
    const store = await openStore(io());
    await store.putFacility(facilityOf('99001'));
    const records = [
      recordOf({ key: 'LK1', broken: ['LT-B030', 'LT-B053'] }),
      recordOf({ key: 'LK2', broken: ['LT-B053'], position: 2 }),
    ];
    await store.accept(submissionOf({ records, receivedAt: NOW }));
    await store.close();
  });

  it('tells from the store what would be held back or refused', async () => {
    const { code, stdout } = await run('rules', 'enforced', '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual(
      expect.arrayContaining([
        ['facility', 'records', 'held now', 'refused now', 'held', 'refused'],
        ['99001', '2', '0', '0', '1', '0'],
        ['99001', 'LT-B030', 'quarantine', '1'],
      ]),
    );
    expect(stdout).not.toMatch(/LK1|LT-B053/);
  });

  it('tells the same as JSON, for the days that are asked for', async () => {
    const report = async (...days: string[]) => JSON.parse((await run('rules', 'enforced', '--json', ...days)).stdout);
    expect(await report()).toMatchObject({
      from: '2026-10-24',
      to: '2026-11-22',
      records: 2,
      enforced: { quarantined: 1 },
    });
    expect(await report('--from', '2026-11-01', '--to', '2026-11-21')).toMatchObject({ records: 0, facilities: [] });
  });
});

describe('validate --as-enforced', () => {
  const rulesOf = async (...options: string[]) => {
    const { code, stdout } = await run('validate', FAULTY, '--json', ...options);
    const { issue } = JSON.parse(stdout) as { issue: { severity: string; details: { coding: { code: string }[] } }[] };
    const severity = issue.find(({ details }) => details.coding[0]?.code === 'LT-B030')?.severity;
    return { code, severity };
  };

  it('judges as if everything were enforced, whatever the phase of the facility', async () => {
    usePolicy();
    expect(await rulesOf()).toEqual({ code: 0, severity: 'warning' });
    expect(await rulesOf('--as-enforced')).toEqual({ code: 1, severity: 'error' });
  });
});
