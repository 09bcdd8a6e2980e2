import type { ElementDefinitionBinding, Extension } from '@medplum/fhirtypes';

/** `maximum`: what a code may be at most, where nothing is said of a value without code. */
export type BindingStrength = 'required' | 'extensible' | 'preferred' | 'maximum';

/** One value set that the values of an element are bound to. */
export interface Binding {
  readonly strength: BindingStrength;
  readonly valueSet: string;
  /** What an extensible or preferred binding must at least keep to. */
  readonly maxValueSet?: string;
}

const MAX_VALUE_SET = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet';
const ADDITIONAL_BINDING = 'http://hl7.org/fhir/tools/StructureDefinition/additional-binding';
/** What an additional binding is for, as a strength; other purposes (ui, starter, candidate ...) decide nothing. */
const STRENGTH_OF_PURPOSE: ReadonlyMap<string, BindingStrength> = new Map([
  ['required', 'required'],
  ['maximum', 'required'],
  ['extensible', 'extensible'],
  ['preferred', 'preferred'],
]);

/**
 * Value sets of an element's binding that can decide something: its own and its additional ones. That a value is not of a
 * preferred value set counts for bindings of profiles only: R4 itself prefers much that nobody keeps to. Additional
 * bindings for a context of use are left out, since a record does not say its context.
 * @source https://hl7.org/fhir/R4/terminologies.html#binding
 */
export function readBindings(binding: ElementDefinitionBinding, isOfProfile: boolean): readonly Binding[] {
  const own = readOwn(binding);
  const additional = (binding.extension ?? [])
    .filter(({ url }) => url === ADDITIONAL_BINDING)
    .map(({ extension = [] }) => readAdditional(extension))
    .filter((one) => one !== undefined);
  if (own === undefined) return additional;
  if (own.strength !== 'preferred' || isOfProfile) return [own, ...additional];
  return own.maxValueSet === undefined
    ? additional
    : [{ strength: 'maximum', valueSet: own.maxValueSet }, ...additional];
}

function readOwn({ strength, valueSet, extension = [] }: ElementDefinitionBinding): Binding | undefined {
  if (valueSet === undefined || strength === undefined || strength === 'example') return undefined;
  const maximum = extension.find(({ url }) => url === MAX_VALUE_SET);
  const maxValueSet = maximum?.valueCanonical ?? maximum?.valueUri;
  return { strength, valueSet, ...(maxValueSet !== undefined && { maxValueSet }) };
}

function readAdditional(parts: readonly Extension[]): Binding | undefined {
  const part = (name: string): Extension | undefined => parts.find(({ url }) => url === name);
  const strength = STRENGTH_OF_PURPOSE.get(part('purpose')?.valueCode ?? '');
  const valueSet = part('valueSet')?.valueCanonical;
  if (strength === undefined || valueSet === undefined || part('usage') !== undefined) return undefined;
  return { strength, valueSet };
}
