import { describe, expect, it } from '@jest/globals';
import { renderReconciliation } from '../../../../src/cli/reconcile/reconcile-text.ts';
import type { ReconciledDay } from '../../../../src/cli/reconcile.ts';
import type { NamedDifference } from '../../../../src/reconcile/name-differences.ts';

const SCOPE = { day: '2026-11-22', facility: null };
const ROOT = { count: 3, root: 'a'.repeat(64) };
const SIDE = { version: 2, sha256: 'b'.repeat(64), receipt: null };

const dayOf = (own: Partial<ReconciledDay>): ReconciledDay => ({
  ...{ destination: 'province', state: 'equal', reason: null, ours: ROOT, theirs: ROOT },
  ...{ missing: 0, unknown: 0, differing: 0, isComplete: true, differences: [], confirmed: false, resent: 0 },
  ...own,
});
const difference = (own: Partial<NamedDifference>): NamedDifference => ({
  ...{ kind: 'missing', facility: '99001', key: 'LK1', path: 'c'.repeat(64) },
  ...{ ours: { ...SIDE, recordId: 'r' }, theirs: null, here: null },
  ...own,
});
const render = (own: Partial<ReconciledDay>, language: 'vi' | 'en' = 'en') =>
  renderReconciliation(SCOPE, [dayOf(own)], language);

describe('renderReconciliation', () => {
  it('says why there is no account, and counts nothing', () => {
    const own = { state: 'no-account', reason: 'connect-refused', theirs: null } as const;
    expect(render(own)).toMatch(/^province +no account: connect-refused +3$/m);
    expect(render(own)).toContain('\nprovince: The destination takes no connection.\n');
    expect(render({ ...own, reason: 'account-unsound' }, 'vi')).toContain(
      '\nprovince: Các mã băm trong sổ của bên nhận không khớp với nhau.\n',
    );
  });

  it('says what was done', () => {
    expect(render({ confirmed: true }, 'vi')).toMatch(/^province +khớp +3 +3 +0 +0 +0 +đã xác nhận$/m);
    const resent = { state: 'different', missing: 1, resent: 1, differences: [difference({})] } as const;
    expect(render(resent)).toMatch(/^province +different +3 +3 +1 +0 +0 +1 queued again$/m);
    expect(render(resent)).not.toContain('--resend');
  });

  it('offers to send again only what that would mend', () => {
    const of = (each: NamedDifference) => render({ state: 'different', differences: [each] });
    expect(of(difference({}))).toContain('add --resend');
    expect(of(difference({ kind: 'differing', theirs: { ...SIDE, version: 1 } }))).toContain('add --resend');
    expect(of(difference({ kind: 'differing', theirs: { ...SIDE, version: 3 } }))).not.toContain('--resend');
    expect(of(difference({ kind: 'unknown', ours: null, theirs: SIDE }))).not.toContain('--resend');
  });

  it('says of an unknown one where it stands here', () => {
    const of = (here: NamedDifference['here']) =>
      render({ state: 'different', differences: [difference({ kind: 'unknown', ours: null, theirs: SIDE, here })] });
    expect(of(null)).toContain('not of that day here');
    expect(of({ state: 'accepted', version: 2, delivery: 'unknown' })).toContain('here: outcome unknown');
    expect(of({ state: 'quarantined', version: 2, delivery: null })).toContain('here: not owed to it');
  });

  it('shows the first hundred, and how many more there are', () => {
    const differences = Array.from({ length: 130 }, (_, index) => difference({ key: `LK${index}` }));
    const text = render({ state: 'different', missing: 130, isComplete: false, differences });
    expect(text).toContain('LK99 ');
    expect(text).not.toContain('LK100 ');
    expect(text).toContain('and 30 more: --json');
    expect(text).toMatch(/^province +different +3 +3 +130 or more /m);
  });
});
