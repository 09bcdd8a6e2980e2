import { describe, expect, it } from '@jest/globals';
import { compareManifest } from '../../../src/reconcile/compare-manifest.ts';
import type { ManifestLine, RecordStanding } from '../../../src/types/reconciliation.ts';
import { standingOf } from '../../support/in-memory-manifests.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const YESTERDAY = Date.parse('2026-11-21T07:00:00+07:00');
const line = (key: string, count: number | null = null, sha256: string | null = null): ManifestLine => ({
  key,
  count,
  sha256,
});

/** As `key status differs identity`. */
async function compare(
  lines: readonly ManifestLine[],
  ofDay: readonly RecordStanding[],
  others: readonly RecordStanding[] = [],
): Promise<readonly string[]> {
  const all = [...ofDay, ...others];
  const compared = await compareManifest(lines, {
    ofDay,
    lookUp: async (identities) => all.filter(({ identity }) => identities.includes(identity)),
  });
  return compared.map(({ key, status, differs, here }) =>
    [key, status, differs.join('+') || '-', here?.identity ?? '-'].join(' '),
  );
}

describe('comparing a day list', () => {
  it.each<[string, ManifestLine, readonly string[]]>([
    ['by key alone', line('LK1'), ['LK1 equal - LK1']],
    ['by count', line('LK1', 3), ['LK1 equal - LK1']],
    ['by hash', line('LK1', null, A), ['LK1 equal - LK1']],
    ['another count', line('LK1', 4, A), ['LK1 differing count LK1']],
    ['another hash', line('LK1', 3, B), ['LK1 differing sha256 LK1']],
    ['both', line('LK1', 4, B), ['LK1 differing count+sha256 LK1']],
    ['another record', line('LK2', 3, A), ['LK2 missing - -', 'LK1 unlisted - LK1']],
  ])('%s', async (_name, listed, expected) => {
    expect(await compare([listed], [standingOf('LK1')])).toEqual(expected);
  });

  it('knows every call that brought the content', async () => {
    expect(await compare([line('LK1', 3, B)], [standingOf('LK1', { sha256: [A, B] })])).toEqual(['LK1 equal - LK1']);
  });

  it('finds what came on another day', async () => {
    const early = standingOf('LK1', { receivedAt: YESTERDAY });
    expect(await compare([line('LK1', 3, A)], [], [early])).toEqual(['LK1 equal - LK1']);
    expect(await compare([line('LK1', 5)], [], [early])).toEqual(['LK1 differing count LK1']);
  });

  it('tells papers of one key apart by what the lines tell', async () => {
    const claim = standingOf('LK1');
    const check = standingOf('health-check-xml/LK1', { count: 7, sha256: [B] });
    const both = [claim, check];
    expect(await compare([line('LK1', 7), line('LK1', 3)], both)).toEqual([
      'LK1 equal - health-check-xml/LK1',
      'LK1 equal - LK1',
    ]);
    expect(await compare([line('LK1', 7, B)], both)).toEqual([
      'LK1 equal - health-check-xml/LK1',
      'LK1 unlisted - LK1',
    ]);
    expect(await compare([line('LK1')], both)).toEqual(['LK1 equal - LK1']);
    // The health check of the list came a day later; the claim is here and on the list.
    const late = { ...check, receivedAt: YESTERDAY };
    expect(await compare([line('LK1', 3), line('LK1', 7)], [claim], [late])).toEqual([
      'LK1 equal - LK1',
      'LK1 equal - health-check-xml/LK1',
    ]);
  });

  it('takes a line that stands twice for one record', async () => {
    expect(await compare([line('LK1', 3), line('LK1', 3), line('LK1', 9)], [standingOf('LK1')])).toEqual([
      'LK1 equal - LK1',
      'LK1 equal - LK1',
      'LK1 differing count LK1',
    ]);
  });

  it('gives a record to the line that fits it, whichever comes first', async () => {
    const early = standingOf('LK1', { receivedAt: YESTERDAY });
    const lines = [line('LK1', 9), ...Array.from({ length: 600 }, (_, index) => line(`X${index}`)), line('LK1', 3)];
    const compared = await compare(lines, [], [early]);
    expect([compared[0], compared.at(-1)]).toEqual(['LK1 differing count LK1', 'LK1 equal - LK1']);
  });

  it('knows the code of a prescription in any letters', async () => {
    const prescription = standingOf('prescription-json/ab12-c');
    expect(await compare([line('AB12-C', 3)], [prescription])).toEqual(['AB12-C equal - prescription-json/ab12-c']);
  });

  it('tells where a record stands', async () => {
    const [compared] = await compareManifest([line('LK1')], {
      ofDay: [standingOf('LK1', { state: 'quarantined', deliveries: [] })],
      lookUp: async () => [],
    });
    expect(compared).toEqual({
      key: 'LK1',
      status: 'equal',
      differs: [],
      listed: { count: null, sha256: null },
      here: {
        identity: 'LK1',
        state: 'quarantined',
        version: 1,
        receivedAt: '2026-11-22T07:00:00+07:00',
        submission: '01997a00-0000-7000-8000-000000000001',
        count: 3,
        sha256: A,
        deliveries: [],
      },
    });
  });
});
