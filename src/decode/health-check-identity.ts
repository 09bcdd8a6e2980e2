import { shownFacility } from '../fhir/facility-code.ts';
import type { HosoFacts, HosoIdentity } from './hoso-format.ts';
import { findKey, hashOfTables } from './record-key.ts';

const VISIT = 'KSK.XML2';
/** Mã CSKCB (QĐ 384/2019); the envelope has the GLN instead. */
const CODE_LENGTH = 5;

/**
 * Key and facility of a health check: MA_LK and MA_CSKCB of XML2, else MACSKCB of the envelope. Without MA_LK, which not
 * every sender has, it is told by the SHA-256 of its content (LT-D084). Told are: nothing readable (LT-D082, refused), no
 * XML2 (LT-D083), a check twice in a file (LT-D042), another facility's (LT-D043), the two codes swapped (LT-D086).
 * @source QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT
 */
export function identifyHealthCheck(facts: HosoFacts): HosoIdentity {
  const { tables, forms, tally, earlierKeys } = facts;
  const facility = facilityOf(facts);
  if (tables.size === 0) {
    tally.add('LT-D082');
    return { key: '', facility };
  }
  if (!tables.has(VISIT)) tally.add('LT-D083', { place: VISIT });
  const found = findKey(tables.values(), forms)?.key;
  if (found === undefined) tally.add('LT-D084', { place: `${VISIT}[1].MA_LK`, with: { table: VISIT } });
  const key = found ?? hashOfTables(tables.values());
  if (earlierKeys.has(key)) tally.add('LT-D042', { place: `${VISIT}[1].MA_LK` });
  return { key, facility };
}

/** The code of 5 characters, wherever it stands; else whatever there is. */
function facilityOf({ tables, facility, tally }: HosoFacts): string {
  const own = tables.get(VISIT)?.rows[0]?.fields.get('MA_CSKCB')?.trim() ?? '';
  const envelope = facility ?? '';
  const place = `${VISIT}[1].MA_CSKCB`;
  if (own.length === CODE_LENGTH && envelope.length === CODE_LENGTH && own !== envelope) {
    tally.add('LT-D043', { place, with: { record: shownFacility(own), envelope: shownFacility(envelope) } });
  }
  if (own !== '' && own.length !== CODE_LENGTH && envelope.length === CODE_LENGTH) {
    tally.add('LT-D086', { place });
    return envelope;
  }
  return own === '' ? envelope : own;
}
