import type { Membership } from '../terminology.ts';
import type { CodeGrammar } from './code-grammar.ts';

/** `Asia/Ho_Chi_Minh`, `America/Argentina/Buenos_Aires`, `Etc/GMT+7`, `UTC`; no offsets, which are no zones. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** Time zones of the IANA database, with their older names, as the runtime knows them. @source https://www.iana.org/time-zones */
export function createTimeZones(): CodeGrammar {
  const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));
  return { system: 'https://www.iana.org/time-zones', has: (code) => (known.has(code) ? 'in' : hasOlderName(code)) };
}

function hasOlderName(code: string): Membership {
  if (!ZONE_NAME.test(code)) return 'out';
  try {
    new Intl.DateTimeFormat('en', { timeZone: code });
    return 'in';
  } catch (error) {
    if (error instanceof RangeError) return 'out';
    throw error;
  }
}
