import type {
  ElementDefinition,
  ElementDefinitionBinding,
  ElementDefinitionConstraint,
  ElementDefinitionSlicing,
  ElementDefinitionType,
  Extension,
  StructureDefinition,
} from '@medplum/fhirtypes';
import { withoutUndefined } from './without-undefined.ts';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';
/** Extensions that a validator decides by. */
const KEPT_EXTENSIONS: ReadonlySet<string> = new Set(
  ['elementdefinition-maxValueSet', 'elementdefinition-bestpractice', 'structuredefinition-fhir-type', 'regex'].map(
    (name) => BASE + name,
  ),
);
const VALUE_PARTS = /^(?:fixed|pattern|minValue|maxValue)[A-Z]/;

/** A StructureDefinition with what decides about instances: its head, and a snapshot without texts and mappings. */
export function trimStructure(structure: StructureDefinition): StructureDefinition {
  const { resourceType, url, version, name, status, fhirVersion, kind, abstract, context, contextInvariant } =
    structure;
  const { type, baseDefinition, derivation, snapshot } = structure;
  const element = snapshot?.element.map(trimElement) ?? [];
  return withoutUndefined({
    ...{ resourceType, url, version, name, status, fhirVersion, kind, abstract, context, contextInvariant },
    ...{ type, baseDefinition, derivation, snapshot: { element } },
  });
}

function trimElement(element: ElementDefinition): ElementDefinition {
  const { id, path, sliceName, slicing, min, max, base, contentReference, type, maxLength } = element;
  const values = Object.entries(element).filter(([name]) => VALUE_PARTS.test(name));
  return withoutUndefined({
    ...{ id, path, sliceName, slicing: slicing && trimSlicing(slicing), min, max, base, contentReference },
    type: type?.map(trimType),
    ...Object.fromEntries(values),
    maxLength,
    binding: element.binding && trimBinding(element.binding),
    constraint: element.constraint?.map(trimConstraint),
    isModifier: element.isModifier === true ? true : undefined,
  });
}

function trimSlicing({ discriminator, ordered, rules }: ElementDefinitionSlicing): ElementDefinitionSlicing {
  return withoutUndefined({ discriminator, ordered, rules });
}

function trimType({ extension, code, ...rest }: ElementDefinitionType): ElementDefinitionType {
  const { profile, targetProfile, aggregation, versioning } = rest;
  return withoutUndefined({
    extension: trimExtensions(extension),
    code,
    profile,
    targetProfile,
    aggregation,
    versioning,
  });
}

function trimBinding({ extension, strength, valueSet }: ElementDefinitionBinding): ElementDefinitionBinding {
  return withoutUndefined({ extension: trimExtensions(extension), strength, valueSet });
}

function trimConstraint(constraint: ElementDefinitionConstraint): ElementDefinitionConstraint {
  const { key, severity, human, expression, source } = constraint;
  return withoutUndefined({
    ...{ extension: trimExtensions(constraint.extension), key, severity, human, expression, source },
  });
}

function trimExtensions(extensions: readonly Extension[] = []): Extension[] | undefined {
  const kept = extensions.filter(({ url }) => KEPT_EXTENSIONS.has(url));
  return kept.length === 0 ? undefined : kept;
}
