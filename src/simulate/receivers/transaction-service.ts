import { hash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { parseRecordHeader } from '../../fhir/record-reference.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Effect } from '../effect.ts';
import type { Journal } from './journal.ts';
import { type Answer, answerJson, answerRejection } from './outcome.ts';
import { type Commit, type Repository, toTransactionResponse } from './repository.ts';
import { checkTransaction } from './transaction-check.ts';

export interface ReceiverStats {
  /** Transactions that arrived, faults included. */
  readonly requests: number;
  readonly committed: number;
  /** Answered again by Idempotency-Key. */
  readonly replayed: number;
  readonly rejected: number;
  /** Requests that a fault met. */
  readonly faults: number;
  /** Requests that came after a redirect; a sender must not follow. */
  readonly redirectsFollowed: number;
  /** Resources kept now. */
  readonly resources: number;
}

export interface TransactionService {
  /**
   * Checks and applies a transaction, all or nothing; the answer to the same key and bytes is the same again. `record`: the
   * header LT-Record.
   */
  transact(key: string | undefined, bytes: Buffer, record?: string): Answer;
  count(what: 'requests' | 'faults' | 'redirectsFollowed'): void;
  stats(): ReceiverStats;
}

/** Joins the receiver's repository, rules, key memory and journal. */
export function createTransactionService(deps: {
  readonly name: 'province' | 'nation';
  readonly clock: () => EpochMs;
  readonly validate?: (resource: Resource) => readonly string[];
  readonly keyBlind?: boolean;
  readonly repository: Repository;
  /** Applies a commit to the repository and to the account. */
  readonly keep: (commit: Commit) => Effect;
  readonly journal: Journal | undefined;
}): TransactionService {
  const { name, clock, repository, keep, journal, keyBlind = false, validate = () => [] } = deps;
  const rules = { exists: (reference: string) => repository.read(reference) !== undefined, validate };
  const counts = { requests: 0, committed: 0, replayed: 0, rejected: 0, faults: 0, redirectsFollowed: 0 };

  function reject(...rejection: Parameters<typeof answerRejection>): Answer {
    counts.rejected += 1;
    return answerRejection(...rejection);
  }

  return {
    transact(givenKey, bytes, record = '') {
      const sha256 = hash('sha256', bytes);
      const key = givenKey ?? sha256;
      const known = keyBlind ? undefined : repository.findByKey(key);
      if (known !== undefined && known.sha256 !== sha256) {
        return reject({ status: 409, code: 'conflict', text: 'Idempotency-Key was used with other content' });
      }
      if (known !== undefined) {
        counts.replayed += 1;
        return answerEffect(name, known.effect, { 'idempotency-replayed': 'true' });
      }
      const checked = checkTransaction(parse(bytes), rules);
      if ('status' in checked) return reject(checked);
      const commit = { key, sha256, at: clock(), entries: checked, record: parseRecordHeader(record) ?? null };
      journal?.append(commit);
      counts.committed += 1;
      return answerEffect(name, keep(commit));
    },
    count(what) {
      counts[what] += 1;
    },
    stats: () => ({ ...counts, resources: repository.count() }),
  };
}

/** The receiver's own id of what took effect. */
export function receiptOf(name: 'province' | 'nation', { order }: Effect): string {
  const number = String(order).padStart(8, '0');
  return name === 'province' ? `province-${number}` : `VN/${number}`;
}

function answerEffect(
  name: 'province' | 'nation',
  effect: Effect,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const response = toTransactionResponse(effect);
  const receipt = receiptOf(name, effect);
  if (name === 'province') return answerJson(200, { ...response, id: receipt }, headers);
  return answerJson(200, response, { ...headers, 'x-receipt-id': receipt });
}

/** Undefined when the bytes are not JSON. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
