import type { ValueSetExpansion, ValueSetExpansionContains } from '@medplum/fhirtypes';
import type { CodesBySystem, MemberTest } from './member-test.ts';

/** Extensions by which a server says that it did not list all codes. */
const INCOMPLETE = new Set([
  'http://hl7.org/fhir/StructureDefinition/valueset-toocostly',
  'http://hl7.org/fhir/StructureDefinition/valueset-unclosed',
]);
/** Parameters that leave codes out. */
const NARROWING = new Set(['filter', 'count', 'offset', 'limitedExpansion', 'activeOnly', 'excludeNotForUI']);

/**
 * Codes that a value set came expanded with. What is listed is in; what is not listed is out only when the expansion is
 * whole: no paging, no filter, nothing given up as too costly.
 * @source https://hl7.org/fhir/R4/valueset-operation-expand.html
 */
export function createExpansion(expansion: ValueSetExpansion): MemberTest {
  const { codes, count } = listedCodes(expansion.contains ?? []);
  const isWhole = isComplete(expansion, count);
  return {
    has: (system, code) => {
      if (codes.get(system)?.has(code)) return 'in';
      return isWhole ? 'out' : 'undecided';
    },
    systems: () => new Set(codes.keys()),
    list: () => (isWhole ? codes : undefined),
  };
}

function isComplete(expansion: ValueSetExpansion, count: number): boolean {
  if (expansion.extension?.some(({ url }) => INCOMPLETE.has(url))) return false;
  if (expansion.parameter?.some(({ name, valueBoolean }) => NARROWING.has(name ?? '') && valueBoolean !== false))
    return false;
  return expansion.total === undefined || expansion.total <= count;
}

/** Headings of the list, without code or abstract, are no members. */
function listedCodes(roots: readonly ValueSetExpansionContains[]): { codes: CodesBySystem; count: number } {
  const codes = new Map<string, Set<string>>();
  let count = 0;
  const waiting = [...roots];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    count += 1;
    for (const child of entry.contains ?? []) waiting.push(child);
    if (entry.code === undefined || entry.system === undefined || entry.abstract === true) continue;
    const ofSystem = codes.get(entry.system) ?? new Set<string>();
    codes.set(entry.system, ofSystem.add(entry.code));
  }
  return { codes, count };
}
