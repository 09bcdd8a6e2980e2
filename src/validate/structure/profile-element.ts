import type { ElementDefinition } from '@medplum/fhirtypes';

/** What a profile says of one element beyond its base. */
export interface ProfileElement {
  readonly path: string;
  readonly min?: number;
  readonly max?: string;
  /** Codes of the types left of a choice. */
  readonly types?: readonly string[];
  readonly fixed?: unknown;
  readonly pattern?: unknown;
  readonly minValue?: unknown;
  readonly maxValue?: unknown;
  readonly maxLength?: number;
  /** Canonical URL of the value set that its codes must be from. */
  readonly valueSet?: string;
}

/** What is said for people and other programs: nothing to decide. */
const DESCRIPTIVE = new Set(
  [
    'id path base extension label code short definition comment requirements alias mustSupport isModifier',
    'isModifierReason isSummary mapping example condition orderMeaning meaningWhenMissing representation',
  ].flatMap((line) => line.split(' ')),
);

/** Rules with a type in their name: `fixedUri`, `patternCodeableConcept`, `minValueDate`. */
const TYPED_RULE = /^(fixed|pattern|minValue|maxValue)[A-Z]/;

/**
 * Reads one element of a differential. Refuses (throws) what is not decided yet, so that no rule of a profile is ever
 * passed over in silence: slicing, slices, invariants, profiles and targets of types.
 */
export function readProfileElement(element: ElementDefinition): ProfileElement {
  const rules: Record<string, unknown> = { path: element.path };
  for (const [name, value] of Object.entries(element)) {
    if (DESCRIPTIVE.has(name.replace(/^_/, ''))) continue;
    const rule = TYPED_RULE.exec(name)?.[1];
    if (rule !== undefined) rules[rule] = value;
    else if (name === 'min' || name === 'max' || name === 'maxLength') rules[name] = value;
    else if (name === 'type') rules['types'] = typeCodes(element);
    else if (name !== 'binding') throw new Error(`element ${element.path}: "${name}" is not supported`);
  }
  const { strength, valueSet } = element.binding ?? {};
  if (strength === 'required' && valueSet !== undefined) rules['valueSet'] = valueSet.replace(/\|.*$/, '');
  return rules as unknown as ProfileElement;
}

function typeCodes({ path, type = [] }: ElementDefinition): string[] {
  return type.map(({ code, ...rest }) => {
    const [narrowing] = Object.keys(rest);
    if (narrowing !== undefined) throw new Error(`element ${path}: type.${narrowing} is not supported`);
    return code;
  });
}
