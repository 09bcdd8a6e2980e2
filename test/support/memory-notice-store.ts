import type { LeasedNotice, NoticeSettlement } from '../../src/types/delivery.ts';
import type { Store } from '../../src/types/store.ts';

interface Row {
  readonly notice: Omit<LeasedNotice, 'attempt' | 'fence'>;
  attempts: number;
  dueAt: number;
  state: 'waiting' | 'leased' | NoticeSettlement['state'];
}

/** The part of the Store port that a notifier uses, in memory: leases, fences, order per facility. */
export interface MemoryNoticeStore extends Pick<Store, 'leaseNotices' | 'settleNotices'> {
  add(...notices: readonly Row['notice'][]): void;
  /** Ids of the notices in this state. */
  inState(state: Row['state']): readonly string[];
  readonly settlements: readonly NoticeSettlement[];
}

/** Without notices. */
export function createMemoryNoticeStore(): MemoryNoticeStore {
  const rows: Row[] = [];
  const settlements: NoticeSettlement[] = [];
  return {
    settlements,
    add: (...notices) =>
      void rows.push(...notices.map((notice): Row => ({ notice, attempts: 0, dueAt: 0, state: 'waiting' }))),
    inState: (state) => rows.filter((row) => row.state === state).map(({ notice }) => notice.id),
    async leaseNotices({ now, leaseMs, limit }) {
      const seen = new Set<string>();
      const leased: LeasedNotice[] = [];
      for (const row of rows) {
        if (row.state === 'told' || row.state === 'given-up' || seen.has(row.notice.facility)) continue;
        seen.add(row.notice.facility);
        if (row.dueAt > now || leased.length === limit) continue;
        row.attempts += 1;
        row.dueAt = now + leaseMs;
        row.state = 'leased';
        leased.push({ ...row.notice, attempt: row.attempts, fence: row.attempts });
      }
      return leased;
    },
    async settleNotices(given) {
      settlements.push(...given);
      const effective = given.filter(({ noticeId, fence, state, dueAt }) => {
        const row = rows.find(({ notice }) => notice.id === noticeId);
        if (row === undefined || row.attempts !== fence) return false;
        Object.assign(row, { state, dueAt: dueAt ?? 0 });
        return true;
      });
      return effective.length;
    },
  };
}
