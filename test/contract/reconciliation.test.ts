import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { stringify } from 'yaml';
import { main } from '../../src/cli/main.ts';
import type { ReconciledDay } from '../../src/cli/reconcile.ts';
import { recordPath } from '../../src/fhir/record-reference.ts';
import type { RunningGateway } from '../../src/main.ts';
import { createHospital, type Sent } from '../../src/simulate/hospitals/hospital.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import type { ManifestComparison } from '../../src/types/manifest-desk.ts';
import { eventually } from '../support/eventually.ts';
import { PUBLIC_URL, startGatewayHere } from '../support/gateway-here.ts';
import { signInFacilities } from '../support/sign-in-facilities.ts';
import { NOON } from '../support/store-fixtures.ts';

const DAY = '2026-11-22';
const TOMORROW = 86_400_000;
const started = performance.now();
/** An hour at which the clock stands still. */
let held: number | null = null;
/** 2026-11-22, 8 o'clock in Việt Nam, and running. */
const clock = (): number => held ?? NOON + Math.round(performance.now() - started);

let folder: string;
let configFile: string;
let province: Receiver;
let nation: Receiver;
let gateway: RunningGateway;
let tokens: ReadonlyMap<string, string>;
const hospitals = new Map(
  ['99001', '99002'].map((facility) => [facility, createHospital({ facility, seed: `reconcile-${facility}`, clock })]),
);
const sent = new Map<string, Sent[]>();

const journal = () => join(folder, 'province.ndjson');
const startProvince = (port: number) => startReceiver({ name: 'province', port, clock, effectsFile: journal() });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-reconcile-'));
  province = await startProvince(0);
  nation = await startReceiver({ name: 'nation', port: 0, clock });
  await mkdir(join(folder, 'archive'));
  const retry = { firstDelayMs: 20, maxDelayMs: 100 };
  const destinations = [
    { id: 'province', kind: 'fhir', url: province.url, reconciliationUrl: province.reconciliationUrl, retry },
    { id: 'nation', kind: 'fhir', url: nation.url, retry },
    { id: 'archive', kind: 'file', folder: join(folder, 'archive'), form: 'ndjson', retry },
  ];
  configFile = join(folder, 'lt.yaml');
  writeFileSync(configFile, stringify({ destinations }));
  gateway = await startGatewayHere(folder, { configFile, clock });
  tokens = await signInFacilities(gateway, PUBLIC_URL, [...hospitals.keys()], clock());
  for (const [facility, hospital] of hospitals) {
    const first = [hospital.claimEnvelope({ records: 2 }), hospital.fhirBundle(), hospital.claimEnvelope()];
    for (const each of first) await submit(facility, each);
    await delivered();
    // The last claim comes again, corrected: a second version of the same record.
    const corrected = hospital.resend(first[2] as Sent, 'corrected');
    await submit(facility, corrected);
    sent.set(facility, [...first, corrected]);
  }
  await delivered();
});

afterAll(async () => {
  await gateway?.stop();
  await Promise.all([province?.close(), nation?.close()]);
  await rm(folder, { recursive: true });
});

const call = (facility: string, path: string, init: RequestInit = {}) =>
  fetch(`${gateway.url}${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${tokens.get(facility)}` },
  });

async function submit(facility: string, { bytes, contentType, format }: Sent): Promise<void> {
  const path = format === 'fhir-json' ? '/fhir' : '/submissions';
  const answer = await call(facility, path, { method: 'POST', body: bytes, headers: { 'content-type': contentType } });
  expect(answer.status).toBe(201);
  await answer.arrayBuffer();
}

const delivered = () =>
  eventually('everything is delivered', async () => (await gateway.store.queueDepths(clock())).length === 0);

interface Run {
  readonly code: number;
  readonly out: string;
  readonly days: readonly ReconciledDay[];
}

/** The command in this process, on the store of the running gateway. */
async function reconcile(args: readonly string[], { json = true, later = 0, lang = 'en' } = {}): Promise<Run> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: { DATA_DIR: join(folder, 'data'), LT_CONFIG: configFile, USER: 'lan' },
    cwd: folder,
    clock: () => clock() + later,
    sleep: async () => undefined,
    newId: v7,
  };
  const code = await main(['reconcile', '--day', DAY, ...args, ...(json ? ['--json'] : ['--lang', lang])], io);
  const text = out.join('') + err.join('');
  return {
    code,
    out: text,
    days: json && out.length > 0 ? (JSON.parse(out.join('')) as { destinations: ReconciledDay[] }).destinations : [],
  };
}

/** Stops the receiver, changes the lines of its journal, starts it again on its port. */
async function tamper(change: (lines: readonly string[]) => readonly string[]): Promise<void> {
  const { port } = province;
  await province.close();
  const lines = readFileSync(journal(), 'utf8').split('\n').slice(0, -1);
  writeFileSync(
    journal(),
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  province = await startProvince(port);
}

const lastKey = (facility: string): string => String(sent.get(facility)?.at(-1)?.keys[0]);
const pathOf = (facility: string, key: string): string => recordPath(facility, key);

describe('a day at destinations', () => {
  it('is equal, by the account of each, and is confirmed once it is over', async () => {
    const today = await reconcile([]);
    expect(today.code).toBe(0);
    expect(today.days).toMatchObject([
      { destination: 'province', state: 'equal', ours: { count: 8 }, theirs: { count: 8 }, confirmed: false },
      { destination: 'nation', state: 'not-asked', ours: { count: 8 }, theirs: null, confirmed: false },
      { destination: 'archive', state: 'equal', ours: { count: 8 }, theirs: { count: 8 }, confirmed: false },
    ]);
    expect(today.days[0]?.theirs?.root).toBe(today.days[0]?.ours.root);

    const before = await gateway.store.confirmedDays('province');
    expect(before.size).toBe(0);
    const over = await reconcile([], { later: TOMORROW });
    expect(over.days.map(({ confirmed }) => confirmed)).toEqual([true, false, true]);
    expect([...(await gateway.store.confirmedDays('archive')).keys()]).toEqual([DAY]);
    const word = await reconcile(['--destination', 'nation', '--confirm'], { later: TOMORROW });
    expect([word.code, word.days[0]?.confirmed]).toEqual([0, true]);
    const entries = (await gateway.store.audit(1, 10_000))
      .map(({ entry }) => entry)
      .filter((each) => each.includes('verify'));
    expect(entries).toHaveLength(3);
    expect(entries.every((entry) => entry.includes('operator:lan') && entry.includes(DAY))).toBe(true);
  });

  it('can be compared for one facility alone', async () => {
    const { days } = await reconcile(['--facility', '99002', '--destination', 'province'], { later: TOMORROW });
    expect(days).toMatchObject([{ state: 'equal', ours: { count: 4 }, theirs: { count: 4 }, confirmed: false }]);
  });

  it('that lost a record and the newest version of another is found out, mended by sending again, and equal', async () => {
    const lost = String(sent.get('99001')?.[0]?.keys[0]);
    await tamper((lines) =>
      lines.filter((line) => {
        const { record } = JSON.parse(line) as { record: { path: string; version: number } };
        return (
          record.path !== pathOf('99001', lost) &&
          !(record.path === pathOf('99002', lastKey('99002')) && record.version === 2)
        );
      }),
    );
    const found = await reconcile(['--destination', 'province'], { later: TOMORROW });
    expect(found.code).toBe(1);
    expect(found.days).toMatchObject([{ state: 'different', missing: 1, differing: 1, unknown: 0, confirmed: false }]);
    const byKind = new Map(found.days[0]?.differences.map((each) => [each.kind, each]));
    expect(byKind.get('missing')).toMatchObject({ facility: '99001', key: lost, ours: { version: 1 }, theirs: null });
    expect(byKind.get('differing')).toMatchObject({
      facility: '99002',
      key: lastKey('99002'),
      ours: { version: 2 },
      theirs: { version: 1 },
    });

    const vietnamese = (await reconcile(['--destination', 'province'], { json: false, lang: 'vi' })).out;
    expect(vietnamese).toMatch(/^province +không khớp +8 +7 +1 +0 +1$/m);
    expect(vietnamese).toMatch(new RegExp(`^province +bên nhận thiếu +99001 +${lost} +v1$`, 'm'));
    expect(vietnamese).toContain('thêm --resend');
    const text = await reconcile(['--destination', 'province'], { json: false });
    expect(text.out).toMatch(/^province +different +8 +7 +1 +0 +1$/m);
    expect(text.out).toMatch(new RegExp(`^province +missing +99001 +${lost} +v1$`, 'm'));
    expect(text.out).toMatch(new RegExp(`^province +differing +99002 +${lastKey('99002')} +v2 +v1$`, 'm'));

    expect((await reconcile(['--destination', 'province', '--resend'])).days[0]?.resent).toBe(2);
    await delivered();
    expect((await reconcile(['--destination', 'province'])).days).toMatchObject([
      { state: 'equal', theirs: { count: 8 } },
    ]);
    const audit = (await gateway.store.audit(1, 10_000)).filter(({ entry }) => entry.includes('"transmit"'));
    expect(audit).toHaveLength(1);
  });

  it('that has a record without our knowledge is found out', async () => {
    const stranger = { resourceType: 'Organization', id: 'stranger', name: 'x' };
    const entry = [{ resource: stranger, request: { method: 'PUT', url: 'Organization/stranger' } }];
    const answer = await fetch(province.url, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'lt-record': `99001 ${DAY} ${pathOf('99001', 'nobody')} 1` },
      body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
    });
    expect(answer.status).toBe(200);
    const { code, days } = await reconcile(['--destination', 'province', '--resend']);
    expect(code).toBe(1);
    expect(days).toMatchObject([{ state: 'different', missing: 0, differing: 0, unknown: 1, resent: 0 }]);
    expect(days[0]?.differences).toMatchObject([
      { kind: 'unknown', facility: '99001', key: null, ours: null, here: null },
    ]);
    await tamper((lines) => lines.filter((line) => !line.includes(pathOf('99001', 'nobody'))));
  });

  it('whose answer was lost explains a record that is there already', async () => {
    const before = province.effects().length;
    await province.setFault('reset-after-commit');
    const late = (hospitals.get('99002') as ReturnType<typeof createHospital>).claimEnvelope();
    await submit('99002', late);
    await eventually('it is there', () => province.effects().length > before);
    const meanwhile = await reconcile(['--destination', 'province']);
    expect(meanwhile.days).toMatchObject([{ state: 'different', missing: 0, unknown: 1, differing: 0 }]);
    expect(meanwhile.days[0]?.differences).toMatchObject([
      {
        kind: 'unknown',
        facility: '99002',
        key: late.keys[0],
        ours: null,
        theirs: { version: 1 },
        here: { state: 'accepted', version: 1, delivery: expect.stringMatching(/^(?:sending|unknown)$/) },
      },
    ]);
    await province.setFault(null);
    await delivered();
    expect((await reconcile(['--destination', 'province'])).days).toMatchObject([
      { state: 'equal', ours: { count: 9 } },
    ]);
  });

  it('in a folder is found out too', async () => {
    const files = await readdir(join(folder, 'archive', DAY, '99001'));
    const gone = files.find(
      (name) => name.includes(pathOf('99001', lastKey('99001'))) && name.includes('-v2.'),
    ) as string;
    await unlink(join(folder, 'archive', DAY, '99001', gone));
    const { days } = await reconcile(['--destination', 'archive', '--resend']);
    expect(days).toMatchObject([{ state: 'different', differing: 1, missing: 0, resent: 1 }]);
    await delivered();
    expect((await reconcile(['--destination', 'archive'])).code).toBe(0);
  });

  it('that does not answer is told with its reason', async () => {
    await province.setFault('down');
    const { code, days, out } = await reconcile(['--destination', 'province', '--resend']);
    await province.setFault(null);
    expect([code, days[0]?.state, days[0]?.reason]).toEqual([1, 'no-account', 'connect-refused']);
    expect(days[0]?.resent).toBe(0);
    expect(out).not.toContain('Error');
  });

  it.each<[string, readonly string[], number, string]>([
    ['a destination that gives no account', ['--destination', 'nation'], 1, 'gives no account of its own'],
    ['a destination that is none', ['--destination', 'moon'], 1, 'no destination moon'],
    ['--confirm without a destination', ['--confirm'], 2, '--confirm needs --destination'],
    ['--confirm for one facility', ['--confirm', '--destination', 'nation', '--facility', '99001'], 2, 'whole day'],
    ['a facility that is none', ['--facility', '../..'], 2, '--facility'],
  ])('%s is refused', async (_name, args, code, text) => {
    const run = await reconcile(args, { json: false });
    expect(run.code).toBe(code);
    expect(run.out).toContain(text);
  });

  it('is shown to staff, and to nobody else', async () => {
    const digests = (await (await fetch(`${gateway.url}/reconciliation?day=${DAY}`)).json()) as {
      destinations: { destination: string; isAsked: boolean; count: number; facilities: { facility: string }[] }[];
    };
    expect(digests).toMatchObject({
      day: DAY,
      facility: null,
      destinations: [
        { destination: 'province', isAsked: true, count: 9, confirmedAt: expect.stringContaining('2026-11-23T') },
        { destination: 'nation', isAsked: false, count: 9 },
        { destination: 'archive', isAsked: true, count: 9 },
      ],
    });
    expect(digests.destinations[0]?.facilities.map(({ facility }) => facility)).toEqual(['99001', '99002']);
    const asked = await fetch(`${gateway.url}/reconciliation?day=${DAY}&destination=province&facility=99001`);
    expect(await asked.json()).toMatchObject({ destination: 'province', state: 'equal', ours: { count: 4 } });
    expect((await call('99001', `/reconciliation?day=${DAY}`)).status).toBe(403);
  });
});

describe('a day list', () => {
  const post = async (facility: string, records: readonly object[]): Promise<Response> =>
    call(facility, '/manifests', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ day: DAY, records }),
    });
  const read = async (answer: Response) => (await answer.json()) as ManifestComparison;

  it('of everything sent is equal, by key, count and hash', async () => {
    const all = sent.get('99001') as Sent[];
    const receipts = await Promise.all(
      [...new Set(all.flatMap(({ keys }) => keys))].map(async (key) => {
        const answer = await call('99001', `/submissions?encounter=${encodeURIComponent(key)}`);
        const [newest] = (await answer.json()) as { sha256: string }[];
        return { key, sha256: newest?.sha256 };
      }),
    );
    const taken = await post('99001', receipts);
    expect(taken.status).toBe(201);
    const comparison = await read(taken);
    expect(comparison.summary).toEqual({
      listed: 4,
      equal: 4,
      differing: 0,
      missing: 0,
      unlisted: 0,
      states: { accepted: 4, quarantined: 0, refused: 0 },
      deliveries: ['archive', 'nation', 'province'].map((destination) => ({
        destination,
        state: 'delivered',
        count: 4,
      })),
    });
    const counted = await read(await call('99001', `/manifests/${comparison.id}?status=equal`));
    const again = await post(
      '99001',
      counted.records.map(({ key, here }) => ({ key, count: here?.count })),
    );
    expect((await read(again)).summary).toMatchObject({ equal: 4, differing: 0 });
    expect(counted.records.every(({ here }) => (here?.count ?? 0) > 1)).toBe(true);
  });

  it('tells what differs, what never came, and what is not on it; and of nobody else', async () => {
    const [first, , , corrected] = sent.get('99001') as [Sent, Sent, Sent, Sent];
    const [one, two] = first.keys as [string, string];
    const other = String(sent.get('99002')?.[0]?.keys[0]);
    const answer = await post('99001', [{ key: one, count: 1 }, { key: two }, { key: other }, { key: 'never' }]);
    const { id, records, summary } = await read(answer);
    expect(summary).toMatchObject({ listed: 4, equal: 1, differing: 1, missing: 2, unlisted: 2 });
    expect(records.map(({ key, status }) => `${key} ${status}`)).toEqual(
      expect.arrayContaining([
        `${one} differing`,
        `${other} missing`,
        'never missing',
        `${corrected.keys[0]} unlisted`,
      ]),
    );
    expect(records.find(({ key }) => key === other)?.here).toBeNull();
    expect((await call('99002', `/manifests/${id}`)).status).toBe(404);
    const stranger = await post('99002', [{ key: one }]);
    expect((await read(stranger)).summary).toMatchObject({ listed: 1, missing: 1, equal: 0 });
  });

  it('is kept once, over a restart of whoever asks, with an audit entry', async () => {
    const first = await post('99002', [{ key: 'LK1' }]);
    const again = await post('99002', [{ key: 'LK1' }]);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect((await read(again)).id).toBe((await read(first)).id);
    const id = String(again.headers.get('location')).slice('/manifests/'.length);
    const audit = (await gateway.store.audit(1, 10_000)).filter(({ entry }) => entry.includes(id));
    expect(audit).toHaveLength(1);
  });
});

describe('the days before today', () => {
  it('are compared every night by the gateway itself, and what is equal is confirmed', async () => {
    await gateway.stop();
    // However long it takes to start: the night comes when the gateway is there.
    held = Date.parse('2026-11-23T01:29:59.900+07:00');
    gateway = await startGatewayHere(folder, { configFile, clock });
    held += 200;
    const metrics = async () => (await fetch(`${gateway.adminUrl}/metrics`)).text();
    const unconfirmed = (destination: string) =>
      `lienthong_reconciliation_unconfirmed_days{destination="${destination}"} 0\n`;
    await eventually('the night is over', async () => (await metrics()).includes(unconfirmed('archive')));
    expect(await metrics()).toContain(unconfirmed('province'));
    expect(await metrics()).not.toContain('lienthong_reconciliation_unconfirmed_days{destination="nation"}');
    for (const destination of ['province', 'archive']) {
      const confirmedAt = (await gateway.store.confirmedDays(destination)).get(DAY) ?? 0;
      expect(confirmedAt).toBeGreaterThan(Date.parse('2026-11-23T01:29:59+07:00'));
    }
    const [entry] = (await gateway.store.audit(1, 10_000)).filter((each) => each.entry.includes('"display":"gateway"'));
    expect(entry?.entry).toContain(DAY);
  });
});
