import type { ElementDefinition, ElementDefinitionConstraint, ElementDefinitionType } from '@medplum/fhirtypes';
import { isObject } from '../reference/json-object.ts';
import type { Compiler, ValueRule } from './compiler.ts';
import { extensionRules } from './definition-extensions.ts';
import { choiceValue, equalsFixed, matchesPattern } from './fixed-pattern.ts';
import { createInvariant } from './invariant.ts';
import { nativeInvariant } from './native-invariants.ts';
import { isPrimitive } from './primitives.ts';
import { rangeRules } from './range-rules.ts';
import { createReferenceRule } from './reference-rule.ts';
import { profileRules } from './type-profile-rule.ts';

/**
 * Rules that an element definition has for each of its values of one type: fixed and pattern values, range and length,
 * binding, constraints, profiles of the type, targets of references. Those that `published`, the definition that it
 * narrows, has as well are left out: they are checked with the base type.
 */
export function compileValueRules(
  element: ElementDefinition,
  type: string,
  published: ElementDefinition | undefined,
  compiler: Compiler,
): readonly ValueRule[] {
  const typeRow = element.type?.find(({ code }) => code === type);
  const publishedRow = published?.type?.find(({ code }) => code === type);
  return [
    ...fixedRules(element),
    ...rangeRules(element, published),
    ...(published === undefined ? [] : extensionRules(element)),
    ...bindingRules(element, type, published, compiler),
    ...constraintRules(element, type, published, compiler),
    ...profileRules(typeRow, publishedRow, compiler),
    ...referenceRules(typeRow, publishedRow, compiler),
  ];
}

function fixedRules(element: ElementDefinition): ValueRule[] {
  const fixed = choiceValue(element, 'fixed');
  const pattern = choiceValue(element, 'pattern');
  const name = element.path?.split('.').at(-1) ?? '';
  const rules: ValueRule[] = [];
  if (fixed !== undefined) {
    const beside = extensionsIn(choiceValue(element, '_fixed'));
    rules.push((value, sibling, visit) => {
      const isSame = equalsFixed(value, fixed) && equalsFixed(extensionsIn(sibling), beside);
      if (!isSame) visit.report('LT-V024', { element: name });
    });
  }
  if (pattern !== undefined) {
    rules.push((value, _sibling, visit) => {
      if (!matchesPattern(value, pattern)) visit.report('LT-V025', { element: name });
    });
  }
  return rules;
}

/** Extensions beside a primitive: what a fixed value does not have may not stand. */
function extensionsIn(sibling: unknown): unknown {
  return isObject(sibling) ? sibling['extension'] : undefined;
}

function bindingRules(
  { binding }: ElementDefinition,
  type: string,
  published: ElementDefinition | undefined,
  compiler: Compiler,
): ValueRule[] {
  if (binding === undefined) return [];
  const before = published?.binding;
  if (before?.strength === binding.strength && before?.valueSet === binding.valueSet) return [];
  const rule = compiler.binding(binding, type, published !== undefined);
  return rule === undefined ? [] : [rule];
}

function constraintRules(
  element: ElementDefinition,
  type: string,
  published: ElementDefinition | undefined,
  compiler: Compiler,
): ValueRule[] {
  const { strictness, baseElement } = compiler;
  if (element.constraint?.every((one) => nativeInvariant(one, baseElement) === 'structural') !== false) return [];
  const known = new Set([...(published?.constraint ?? []), ...(baseElement(type)?.constraint ?? [])].map(sameAs));
  return (element.constraint ?? [])
    .filter((constraint) => !known.has(sameAs(constraint)) && (strictness.bestPractice || !isBestPractice(constraint)))
    .flatMap((constraint) => createInvariant(constraint, type, compiler) ?? [])
    .map(({ check }) => (isPrimitive(type) ? check : ofObjects(check)));
}

/** What is malformed is reported as such, and nothing more is asked of it. */
function ofObjects(rule: ValueRule): ValueRule {
  return (value, sibling, visit) => {
    if (isObject(value)) rule(value, sibling, visit);
  };
}

/** A profile may use a key of R4 for something else. */
function sameAs({ key, expression }: ElementDefinitionConstraint): string {
  return `${key} ${expression}`;
}

const BEST_PRACTICE = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice';

/** Whether a constraint only says how it would be nicer. */
export function isBestPractice({
  extension,
}: {
  readonly extension?: readonly { url?: string; valueBoolean?: boolean }[];
}) {
  return extension?.some(({ url, valueBoolean }) => url === BEST_PRACTICE && valueBoolean === true) ?? false;
}

function referenceRules(
  row: ElementDefinitionType | undefined,
  published: ElementDefinitionType | undefined,
  compiler: Compiler,
): ValueRule[] {
  if (row?.code !== 'Reference') return [];
  const targets = row.targetProfile ?? [];
  const isSame =
    published !== undefined &&
    targets.every((target) => published.targetProfile?.includes(target)) &&
    targets.length === (published.targetProfile?.length ?? 0);
  const narrowed = { ...row, targetProfile: isSame ? [] : targets };
  const rule = createReferenceRule(narrowed, compiler);
  return rule === undefined ? [] : [rule];
}
