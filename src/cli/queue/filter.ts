import { identitiesOf } from '../../fhir/record-identity.ts';
import type { DeliveryFilter } from '../../types/delivery.ts';
import type { DeliveryState } from '../../types/receipt.ts';
import type { EpochMs } from '../../types/submission.ts';
import { oneOf } from '../parse-options.ts';

const TEXT = { type: 'string' } as const;

export const STATES: readonly DeliveryState[] = ['queued', 'sending', 'delivered', 'refused', 'unknown', 'parked'];

/** Options that name deliveries. */
export const FILTER_OPTIONS = {
  id: TEXT,
  destination: TEXT,
  facility: TEXT,
  record: TEXT,
  state: TEXT,
  reason: TEXT,
  late: { type: 'boolean' },
  lang: TEXT,
} as const;

interface FilterValues {
  readonly id?: string | undefined;
  readonly destination?: string | undefined;
  readonly facility?: string | undefined;
  readonly record?: string | undefined;
  readonly state?: string | undefined;
  /** Code of the last outcome. */
  readonly reason?: string | undefined;
  readonly late?: boolean | undefined;
  readonly lang?: string | undefined;
}

/** In which something is still to happen. */
const OPEN: readonly DeliveryState[] = STATES.filter((state) => state !== 'delivered');

/** The same for a list: what arrived is shown only to who asks for it, for one delivery or for one record. */
export function readListFilters(values: FilterValues, now: EpochMs): readonly DeliveryFilter[] {
  const filters = readFilters(values, now);
  if (values.state !== undefined || values.id !== undefined || values.record !== undefined) return filters;
  return filters.flatMap((filter) => OPEN.map((state) => ({ ...filter, state })));
}

/** Filters of the store for what options say: a record's key is one identity for each format that may have brought it. */
export function readFilters(values: FilterValues, now: EpochMs): readonly DeliveryFilter[] {
  const { id, destination, facility, record, reason, late = false } = values;
  const state = oneOf(values.state, STATES, '--state');
  const filter = { id, destination, facility, state, reason, lateAt: late ? now : undefined };
  return record === undefined ? [filter] : identitiesOf(record).map((recordKey) => ({ ...filter, recordKey }));
}

/** What the options say, as it stands in the audit log. */
export function describeFilter({ lang: _, ...values }: FilterValues): Readonly<Record<string, string>> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
