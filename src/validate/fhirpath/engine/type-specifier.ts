import type { TypeModel } from '../../definitions/type-model.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { Expression, TypeSpecifier } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import { isPrimitiveType, SYSTEM_TYPE_NAMES } from '../values/system-type.ts';

/** A type that is asked for, in the form of `TypedNode.type`: `Patient`, `System.String`. */
export interface WantedType {
  readonly name: string;
  readonly isKnown: boolean;
}

/**
 * The type that a name means. Without a namespace, the name of a type of FHIR comes first (`Quantity`), then that of a
 * system type (`String`). Types of FHIR are written as they are defined: `boolean`, not `Boolean`.
 */
export function wantedType({ namespace, name }: TypeSpecifier, model: TypeModel): WantedType {
  const isOfFhir = namespace !== 'System' && model.kindOf(name) !== undefined;
  if (isOfFhir && (namespace === undefined || namespace === 'FHIR')) return { name, isKnown: true };
  const isSystem = (namespace === undefined || namespace === 'System') && SYSTEM_TYPE_NAMES.has(name);
  if (isSystem) return { name: `System.${name}`, isKnown: true };
  return { name: namespace === undefined || namespace === 'FHIR' ? name : `${namespace}.${name}`, isKnown: false };
}

/** The parameter of `is()`, `as()`, `ofType()`. Throws FhirPathError for what is no name of a type. */
export function typeParameter(expression: Expression | undefined): TypeSpecifier {
  if (expression?.kind === 'member') {
    const { of, name } = expression;
    if (of === undefined) return { namespace: undefined, name };
    if (of.kind === 'member' && of.of === undefined) return { namespace: of.name, name };
  }
  throw new FhirPathError('The name of a type is needed');
}

/** `is`: whether a node has a type, or one that is derived from it. */
export function isOfType({ type }: TypedNode, wanted: string, model: TypeModel): boolean {
  return isDerivedFrom(type, wanted, model) || isQuantity(type, wanted);
}

/** Whether a value of a type passes `as` or `ofType()`. */
export type CastTest = (type: string) => boolean;

/**
 * `as()` and `ofType()`: like `is`, but a primitive has only its own type, as the reference has it: `code` is a `string`,
 * but `as(string)` and `ofType(string)` leave codes out. Undefined for a type that is not known.
 */
export function castTest(specifier: TypeSpecifier, model: TypeModel): CastTest | undefined {
  const { name, isKnown } = wantedType(specifier, model);
  if (!isKnown) return undefined;
  return (type) =>
    type === name || isQuantity(type, name) || (!isPrimitiveType(type) && isDerivedFrom(type, name, model));
}

/** `as` between its operands: like `as()`, and the primitive that `primitiveMeant()` tells. */
export function operatorCastTest(specifier: TypeSpecifier, model: TypeModel): CastTest | undefined {
  const test = castTest(specifier, model);
  const primitive = primitiveMeant(specifier);
  return primitive === undefined ? test : test && ((type) => type === primitive || test(type));
}

/**
 * The primitive of FHIR that the name of a system type stands for too, where `as` stands between its operands: that which
 * differs in its first letter only. The reference takes `value as String` so in R4, and nothing of the kind in functions.
 */
export function primitiveMeant({ namespace, name }: TypeSpecifier): string | undefined {
  const primitive = name.charAt(0).toLowerCase() + name.slice(1);
  const isMeant = namespace === undefined && SYSTEM_TYPE_NAMES.has(name) && isPrimitiveType(primitive);
  return isMeant ? primitive : undefined;
}

/** `Quantity` without a namespace means that of FHIR; one that was written out or computed is one too. */
function isQuantity(type: string, wanted: string): boolean {
  return type === 'System.Quantity' && wanted === 'Quantity';
}

/** Whether a type is another, or derived from it. */
export function isDerivedFrom(type: string, wanted: string, model: TypeModel): boolean {
  let current: string | undefined = type;
  // No type of R4 is derived over more than a few steps: the bound is for a model with a circle.
  for (let steps = 0; current !== undefined && steps < 20; steps += 1) {
    if (current === wanted) return true;
    current = model.baseOf(current);
  }
  return false;
}
