import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSubmissionAudit } from '../../../src/audit/audit-event.ts';
import { CHAIN_START, chainHash } from '../../../src/audit/hash-chain.ts';
import { buildOperatorAudit } from '../../../src/audit/operator-audit.ts';
import { type AuditCheckpoint, type ChainWitness, verifyChain } from '../../../src/audit/verify-chain.ts';
import type { AuditEntry } from '../../../src/types/measure.ts';

const START = Date.parse('2026-11-22T08:00:00+07:00');

function chainOf(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const at = START + sequence * 1_500;
    const submission = { submissionId: `s-${sequence}`, sha256: 'ab', state: 'accepted', records: 1 } as const;
    const entry = JSON.stringify(buildSubmissionAudit({ at, facility: '99001', ...submission }));
    entries.push({ sequence, at, entry, hash: chainHash(entries.at(-1)?.hash ?? CHAIN_START, entry) });
  }
  return entries;
}

function withFreezing(entries: readonly AuditEntry[], sha256: string): AuditEntry[] {
  const sequence = entries.length + 1;
  const at = START + sequence * 1_500;
  const event = {
    at,
    by: 'gateway',
    event: 'archive',
    object: 'report',
    details: { month: '2026-10', sha256 },
  } as const;
  const entry = JSON.stringify(buildOperatorAudit(event));
  return [...entries, { sequence, at, entry, hash: chainHash(entries.at(-1)?.hash ?? CHAIN_START, entry) }];
}

function verify(entries: readonly AuditEntry[], checkpoint?: AuditCheckpoint, witness: ChainWitness = {}) {
  const audit = async (fromSequence: number, limit: number) =>
    entries.filter(({ sequence }) => sequence >= fromSequence).slice(0, limit);
  return verifyChain({ audit }, { checkpoint, ...witness });
}

describe('verifyChain', () => {
  const chain = chainOf(12);
  const at = (sequence: number) => chain[sequence - 1] as AuditEntry;
  const replaced = (sequence: number, changes: Partial<AuditEntry>) =>
    chain.with(sequence - 1, { ...at(sequence), ...changes });

  it('passes a chain as it was written, also an empty one', async () => {
    expect(await verify(chain)).toEqual({ ok: true, entries: 12, head: { sequence: 12, hash: at(12).hash } });
    expect(await verify(chain, { sequence: 7, hash: at(7).hash })).toMatchObject({ ok: true });
    expect(await verify([])).toEqual({ ok: true, entries: 0, head: { sequence: 0, hash: CHAIN_START } });
  });

  it('reads a chain longer than one page', async () => {
    const long = chainOf(2_300);
    expect(await verify(long)).toMatchObject({ ok: true, entries: 2_300 });
    expect(await verify(long.toSpliced(2_100, 1))).toEqual({ ok: false, sequence: 2_101, fault: 'missing' });
  });

  it.each([
    ['an edited entry', replaced(5, { entry: at(5).entry.replace('99001', '99002') }), 5, 'hash'],
    ['an edited hash', replaced(5, { hash: at(4).hash }), 5, 'hash'],
    ['an edited time', replaced(5, { at: at(5).at + 1 }), 5, 'time'],
    ['a deleted entry', chain.toSpliced(4, 1), 5, 'missing'],
    ['a deleted first entry', chain.slice(1), 1, 'missing'],
    ['a deleted entry, the rest moved up', renumber(chain.toSpliced(4, 1)), 5, 'hash'],
    ['an inserted entry', renumber(chain.toSpliced(4, 0, at(9))), 5, 'hash'],
    ['swapped entries', renumber(chain.with(4, at(6)).with(5, at(5))), 5, 'hash'],
    ['an entry before the first', [{ ...at(1), sequence: 0 }, ...chain], 0, 'outside'],
    ['what is no AuditEvent, chained anew', chain.slice(0, 4).concat(forged(at(4))), 5, 'time'],
  ])('names %s', async (_, tampered, sequence, fault) => {
    expect(await verify(tampered)).toEqual({ ok: false, sequence, fault });
  });

  it('sees a cut tail and a chain computed anew by a checkpoint kept elsewhere', async () => {
    const checkpoint = { sequence: 10, hash: at(10).hash };
    const anew = chainOf(12).map((entry) => ({ ...entry, entry: entry.entry.replace('99001', '99002') }));
    for (const [index, entry] of anew.entries()) {
      anew[index] = { ...entry, hash: chainHash(anew[index - 1]?.hash ?? CHAIN_START, entry.entry) };
    }
    expect(await verify(chain.slice(0, 8))).toMatchObject({ ok: true });
    expect(await verify(chain.slice(0, 8), checkpoint)).toEqual({ ok: false, sequence: 9, fault: 'missing' });
    expect(await verify([], checkpoint)).toEqual({ ok: false, sequence: 1, fault: 'missing' });
    expect(await verify(anew)).toMatchObject({ ok: true });
    expect(await verify(anew, checkpoint)).toEqual({ ok: false, sequence: 10, fault: 'checkpoint' });
  });

  it('sees a cut tail by a record that came after it, and gives the clock a minute', async () => {
    const newest = at(12).at;
    expect(await verify(chain, undefined, { newest: { tail: newest } })).toMatchObject({ ok: true });
    expect(await verify(chain, undefined, { newest: { tail: newest + 60_000 } })).toMatchObject({ ok: true });
    const later = { newest: { tail: newest + 60_001 } };
    expect(await verify(chain, undefined, later)).toEqual({ ok: false, sequence: 13, fault: 'tail' });
    expect(await verify([], undefined, later)).toEqual({ ok: false, sequence: 1, fault: 'tail' });
    expect(await verify([], undefined, { newest: { tail: undefined } })).toMatchObject({ ok: true });
  });

  it.each(['edition', 'note', 'hold'] as const)('sees a cut tail, or an emptied log, by a later %s', async (kind) => {
    const newest = { [kind]: at(12).at + 60_001 };
    expect(await verify(chain, undefined, { newest })).toEqual({ ok: false, sequence: 13, fault: kind });
    expect(await verify([], undefined, { newest })).toEqual({ ok: false, sequence: 1, fault: kind });
  });

  it('wants the entry of every frozen report', async () => {
    const reports = ['aa', 'bb'];
    const frozen = reports.reduce(withFreezing, chain);
    expect(await verify(frozen, undefined, { reports })).toMatchObject({ ok: true, entries: 14 });
    expect(await verify(frozen.slice(0, 13), undefined, { reports })).toEqual({
      ok: false,
      sequence: 14,
      fault: 'report',
    });
    expect(await verify([], undefined, { reports })).toEqual({ ok: false, sequence: 1, fault: 'report' });
  });

  it('finds any tampering, at or before the place of it', async () => {
    const place = fc.integer({ min: 0, max: 11 });
    const character = fc.tuple(place, fc.constantFrom('entry' as const, 'hash' as const), fc.nat());
    const tampering = fc.oneof(
      character.map(([index, field, offset]) => {
        const text = at(index + 1)[field];
        const where = offset % text.length;
        const other = text[where] === '0' ? '1' : '0';
        return {
          index,
          entries: replaced(index + 1, { [field]: text.slice(0, where) + other + text.slice(where + 1) }),
        };
      }),
      fc.tuple(fc.integer({ min: 0, max: 10 }), fc.boolean()).map(([index, isRenumbered]) => {
        const rest = chain.toSpliced(index, 1);
        return { index, entries: isRenumbered ? renumber(rest) : rest };
      }),
      fc
        .tuple(place, place)
        .filter(([from, to]) => from !== to)
        .map(([from, to]) => {
          const moved = chain.toSpliced(from, 1).toSpliced(to, 0, at(from + 1));
          return { index: Math.min(from, to), entries: renumber(moved) };
        }),
      fc
        .tuple(place, place)
        .map(([index, copy]) => ({ index, entries: renumber(chain.toSpliced(index, 0, at(copy + 1))) })),
    );
    const head = { sequence: 12, hash: at(12).hash };
    await fc.assert(
      fc.asyncProperty(tampering, async ({ index, entries }) => {
        const verdict = await verify(entries, head);
        expect(verdict.ok).toBe(false);
        if (!verdict.ok) expect(verdict.sequence).toBeGreaterThanOrEqual(index + 1);
      }),
      { numRuns: 1_000 },
    );
  });
});

function forged({ at, hash }: AuditEntry): AuditEntry {
  return { sequence: 5, at, entry: 'no JSON', hash: chainHash(hash, 'no JSON') };
}

function renumber(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.map((entry, index) => ({ ...entry, sequence: index + 1 }));
}
