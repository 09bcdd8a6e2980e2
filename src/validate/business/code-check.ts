import type { CodeLists } from '../../fhir/code-lists.ts';

/** The rule that a code breaks, or null; also null when the list cannot decide. */
export type CodeCheck = (listId: string, code: string, day: string | undefined) => string | null;

/** Any day before the first dated version. */
const EARLIEST_DAY = '1900-01-01';

/**
 * Membership in the code list of the day: LT-B012 (a code that lost a zero), LT-B013 (a text in place of its code),
 * LT-B014 (a code of another period), LT-B011 (no such code).
 */
export function createCodeCheck(codeLists: CodeLists): CodeCheck {
  return (listId, code, day) => {
    const has = (other: string) => codeLists.lookup(listId, other, day) !== undefined;
    if (has(code) || !codeLists.isComplete(listId, day)) return null;
    if (has(`0${code}`) || has(`${code}0`)) return 'LT-B012';
    if (codeLists.synonym(listId, code) !== undefined) return 'LT-B013';
    const otherPeriod = codeLists.lookup(listId, code) ?? codeLists.lookup(listId, code, EARLIEST_DAY);
    return otherPeriod === undefined ? 'LT-B011' : 'LT-B014';
  };
}
