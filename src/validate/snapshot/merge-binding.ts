import type { ElementDefinition, ElementDefinitionBinding, ElementDefinitionType } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { type Generation, note } from './generation.ts';

const STRENGTHS = ['example', 'preferred', 'extensible', 'required'];
/** Types that hold a code. @source https://hl7.org/fhir/R4/terminologies.html#4.1 */
const BINDABLE: ReadonlySet<string> = new Set([
  'code',
  'Coding',
  'CodeableConcept',
  'Quantity',
  'string',
  'uri',
  'CodeableReference',
]);

/**
 * The binding under a rule: strength and value set of the rule, each of the base where the rule has none. A required binding
 * stays when the rule would weaken it (noted, LT-V258). None when no type that the rule leaves can hold a code.
 */
export function mergeBinding(
  base: ElementDefinition,
  types: readonly ElementDefinitionType[],
  rule: Rule,
  generation: Generation,
): ElementDefinitionBinding | undefined {
  const said = rule.element?.binding;
  if (rule.element?.type !== undefined && !types.some(({ code }) => BINDABLE.has(code))) return undefined;
  if (said === undefined || base.binding === undefined) return said ?? base.binding;
  if (isWeaker(said, base.binding, rule)) {
    note(rule, 'LT-V258', generation, { property: 'binding.strength' });
    return base.binding;
  }
  const { description: _, ...kept } = base.binding;
  return { ...kept, ...said };
}

/** Below required a weaker binding is no fault: the specification lets a profile choose another value set there. */
function isWeaker(said: ElementDefinitionBinding, base: ElementDefinitionBinding, { isInherited }: Rule): boolean {
  if (said.strength === undefined || base.strength === undefined) return false;
  return (
    (isInherited || base.strength === 'required') && STRENGTHS.indexOf(said.strength) < STRENGTHS.indexOf(base.strength)
  );
}
