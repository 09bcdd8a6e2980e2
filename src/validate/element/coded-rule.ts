import type { ElementDefinitionBinding } from '@medplum/fhirtypes';
import type { Definitions } from '../definitions/definitions.ts';
import { isObject } from '../reference/json-object.ts';
import { createCodedChecks } from '../terminology/bindings/coded-checks.ts';
import type { CodedCheck } from '../terminology/bindings/finding-sink.ts';
import type { Terminology, ValueSetCheck } from '../terminology/terminology.ts';
import type { Compiler, ValueRule } from './compiler.ts';

/** Quantity and the types that only narrow it. @source https://hl7.org/fhir/R4/datatypes.html#quantity */
const QUANTITIES: ReadonlySet<string> = new Set(['Quantity', 'Age', 'Count', 'Distance', 'Duration']);

/** What is asked about codes. */
interface CodedRules {
  readonly binding: Compiler['binding'];
  readonly ofType: Compiler['coded'];
  readonly memberOf: Compiler['memberOf'];
  readonly terminology: Terminology;
}

/** Rules of codes: of the bindings of elements, and of every Coding and Quantity by itself. */
export function createCodedRules(definitions: Definitions, terminology: Terminology): CodedRules {
  const checks = createCodedChecks(terminology, definitions);
  return {
    terminology,
    binding(binding, type, isOfProfile) {
      const check = checks.binding(binding, type, isOfProfile);
      if (check === undefined) return undefined;
      const rule = toRule(check);
      return type === 'code' ? Object.assign(rule, { accepts: membership(binding, terminology.valueSet) }) : rule;
    },
    memberOf({ value }, canonical) {
      const valueSet = terminology.valueSet(canonical);
      if (valueSet === undefined) return undefined;
      const answers = codingsOf(value).map(({ system, code }) => valueSet.has(system, code));
      if (answers.includes('in')) return true;
      return answers.includes('undecided') ? undefined : false;
    },
    ofType(type) {
      if (type === 'Coding') return toRule(checks.coding);
      return QUANTITIES.has(type) ? toRule(checks.quantity) : undefined;
    },
  };
}

function toRule(check: CodedCheck): ValueRule {
  return (value, sibling, visit) => check(value, visit, sibling);
}

/** Whether a code is surely in the value set, which is read when the first code is asked about. */
function membership(
  { valueSet: canonical = '' }: ElementDefinitionBinding,
  valueSet: (canonical: string) => ValueSetCheck | undefined,
): (value: unknown) => boolean {
  let found: ValueSetCheck | undefined;
  return (value) => {
    if (typeof value !== 'string') return false;
    found ??= valueSet(canonical);
    return found?.has(undefined, value) === 'in';
  };
}

/** The codes of a code, Coding or CodeableConcept. */
function codingsOf(value: unknown): readonly { readonly system: string | undefined; readonly code: string }[] {
  if (typeof value === 'string') return [{ system: undefined, code: value }];
  if (!isObject(value)) return [];
  const codings = Array.isArray(value['coding']) ? value['coding'].filter(isObject) : [value];
  return codings.flatMap(({ system, code }) =>
    typeof code === 'string' ? [{ system: typeof system === 'string' ? system : '', code }] : [],
  );
}
