import { shownFacility } from '../fhir/facility-code.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { DecodedEnvelope } from '../types/source-record.ts';
import type { FacilityCode } from '../types/submission.ts';
import type { JudgedRecord } from './judge-records.ts';

/** LT-G001 when the whole is another facility's than the token's: its envelope says so, or every record does. */
export function foreignWhole(
  rules: RuleCatalogue,
  facility: FacilityCode,
  envelope: DecodedEnvelope,
  records: readonly JudgedRecord[],
): Issue | undefined {
  const [first] = records;
  const isWhole = isForeign(envelope.facility, facility) || !records.every(isForeignTo(facility));
  const named = isWhole ? envelope.facility : first?.source.facility;
  return isForeign(named, facility) ? mismatch(rules, named, facility) : undefined;
}

/** Refuses each record that is another facility's (LT-G001); one that is refused already stays as it is. */
export function refuseForeign(
  rules: RuleCatalogue,
  facility: FacilityCode,
  records: readonly JudgedRecord[],
): readonly JudgedRecord[] {
  return records.map((record) => {
    const { source, verdict } = record;
    if (verdict.state === 'refused' || !isForeign(source.facility, facility)) return record;
    const issues = [mismatch(rules, source.facility, facility), ...verdict.issues];
    return { ...record, verdict: { ...verdict, state: 'refused', issues } };
  });
}

const isForeignTo =
  (facility: FacilityCode) =>
  ({ source }: JudgedRecord) =>
    isForeign(source.facility, facility);

/** Null and '' name nobody. */
function isForeign(named: FacilityCode | null | undefined, facility: FacilityCode): named is FacilityCode {
  return named !== null && named !== undefined && named !== '' && named !== facility;
}

function mismatch(rules: RuleCatalogue, payload: FacilityCode, token: FacilityCode): Issue {
  return rules.issue('LT-G001', { with: { payload: shownFacility(payload), token } });
}
