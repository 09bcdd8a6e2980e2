import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationOutcome, StructureDefinition } from '@medplum/fhirtypes';
import { main } from '../../../src/cli/main.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { type CliRun, createFolder, runCli } from '../../support/run-cli.ts';
import { NOON } from '../../support/store-fixtures.ts';
import { packArchive } from '../../support/tar-archive.ts';

const NAMED = 'https://example.org/StructureDefinition/named-patient';
const profile: StructureDefinition = {
  resourceType: 'StructureDefinition',
  url: NAMED,
  name: 'NamedPatient',
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: { element: [{ id: 'Patient.name', path: 'Patient.name', min: 1 }] },
};
const manifest = {
  name: 'example.pack',
  version: '1.0.0',
  fhirVersions: ['4.0.1'],
  dependencies: { 'example.none': '1.0.0' },
};

const FILES: Readonly<Record<string, string | Buffer>> = {
  'good.json': '{ "resourceType": "Patient", "active": true }',
  'bad.json': '{\n  "resourceType": "Patient",\n  "birthDate": "2026-02-30"\n}',
  'contact.json': '{\n  "resourceType": "Patient",\n  "contact": [{ "gender": "male" }]\n}',
  'broken.json': '{\n  "resourceType": "Patient",\n}',
  'claims.json': JSON.stringify({ resourceType: 'Patient', meta: { profile: [NAMED] } }),
  'search.json': JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 0 }),
  'bundle.json': JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        fullUrl: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0',
        resource: { resourceType: 'Patient', gender: 'unknown?' },
      },
      { fullUrl: 'no url', resource: { resourceType: 'Patient' } },
    ],
  }),
  'pack.tgz': packArchive([
    { name: 'package/package.json', content: JSON.stringify(manifest) },
    { name: 'package/a.json', content: JSON.stringify(profile) },
  ]),
  'profile.json': JSON.stringify(profile),
};

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeAll(async () => {
  folder = await createFolder();
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder.path, name), content);
});
afterAll(() => folder.remove());

/** The same program in this process, in the folder of the files. */
async function run(...args: readonly string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const stdout = { write: (text: string) => out.push(text) };
  const stderr = { write: (text: string) => err.push(text) };
  const io = { stdout, stderr, env: {}, cwd: folder.path, clock: () => NOON, sleep: async () => {}, newId: () => 'id' };
  return { code: await main(['validate', ...args], io), stdout: out.join(''), stderr: err.join('') };
}

/** Rule, constraint and place of the findings of one file. */
async function found(...args: readonly string[]): Promise<readonly string[]> {
  const { issue } = JSON.parse((await run('--json', ...args)).stdout) as OperationOutcome;
  return issue.map(
    ({ details, expression }) => `${details?.coding?.map(({ code }) => code).join(' ')} ${expression?.[0]}`,
  );
}

describe('lien-thong validate', () => {
  it('says that a resource of any type is valid', async () => {
    expect(await run('good.json', 'search.json')).toEqual({
      code: 0,
      stdout: 'good.json: không có lỗi\nsearch.json: không có lỗi\n',
      stderr: '',
    });
  });

  it('names file, line and column as an editor wants them, and the rule', async () => {
    const { code, stdout } = await run('bad.json', '--lang', 'en');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad\.json:3:16: LT-V004 error Patient\.birthDate: The value of birthDate .+\n$/);
  });

  it('names the constraint that does not hold', async () => {
    expect((await run('contact.json')).stdout).toMatch(
      /^contact\.json:3:15: LT-V030 pat-1 lỗi Patient\.contact\[0\]: /,
    );
  });

  it('tells a text that is no JSON by its place', async () => {
    const { code, stdout } = await run('broken.json', '--lang', 'en');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^broken\.json:3:1: LT-V123 error: /)]);
  });

  it('takes several files; one with an error decides', async () => {
    const { code, stdout } = await run('good.json', 'bad.json');
    expect([code, stdout.split('\n').length]).toEqual([1, 3]);
  });

  it('gives one OperationOutcome a line with --json', async () => {
    const { code, stdout } = await run('--json', 'bad.json', 'good.json');
    const outcomes = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as OperationOutcome);
    expect([code, ...outcomes.map(({ issue }) => issue[0]?.severity)]).toEqual([1, 'error', 'information']);
    expect(outcomes[0]?.issue[0]).toMatchObject({
      expression: ['Patient.birthDate'],
      diagnostics: 'line 3, column 16',
    });
  });

  it('checks a Bundle as the gateway does and as the Bundle that it is', async () => {
    const findings = await found('bundle.json');
    expect(findings.filter((each) => each.endsWith('.gender'))).toHaveLength(1);
    expect(findings).toEqual(expect.arrayContaining([expect.stringMatching(/Bundle\.entry\[1\]\.fullUrl$/)]));
  });

  it('checks against a profile that is asked for, out of a package', async () => {
    expect(await found('good.json', '--package', 'pack.tgz', '--profile', NAMED)).toEqual(['LT-V022 Patient.name']);
    expect(await found('good.json', '--package', 'profile.json', '--profile', NAMED)).toEqual(['LT-V022 Patient.name']);
    expect(await found('good.json', '--profile', NAMED)).toEqual(['LT-V017 Patient']);
  });

  it('knows the profiles of packages that a resource claims', async () => {
    expect(await found('claims.json', '--package', 'profile.json')).toEqual(['LT-V022 Patient.name']);
    expect((await run('claims.json')).code).toBe(0);
  });

  it('tells what is remarkable about a package, and goes on', async () => {
    const { code, stderr } = await run('good.json', '--package', 'pack.tgz', '--lang', 'en');
    expect([code, stderr]).toEqual([0, expect.stringContaining('LT-V240')]);
  });

  it('fails in one line for a package that cannot be used', async () => {
    const { code, stdout, stderr } = await run('good.json', '--package', 'good.tgz');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^lien-thong: --package good\.tgz: .+ \(LT-V230\)\n$/);
  });

  it.each([
    [[], 'FILE is required'],
    [['good.json', '--profile='], '--profile needs a value'],
    [['good.json', '--lang', 'fr'], '--lang must be one of vi, en'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('does the same as a process of its own', async () => {
    const examples = join(PATHS.profiles, 'examples', 'lt-patient.json');
    const { code, stdout } = await runCli(['validate', 'bad.json', examples], { cwd: folder.path });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^bad\.json:3:16: LT-V004 .+\n.+lt-patient\.json: không có lỗi\n$/),
    ]);
  });
});
