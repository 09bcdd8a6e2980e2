import type { TypeModel } from '../../definitions/type-model.ts';
import type { Navigator } from '../engine/navigator.ts';
import { isDerivedFrom } from '../engine/type-specifier.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { isPrimitiveType } from '../values/system-type.ts';
import { ANYTHING, type Inferred, inferredOf, NO_NODES } from './inferred.ts';

/** Types that stand for others: which elements there are is only known in the data. */
const ABSTRACT: ReadonlySet<string> = new Set(['Resource', 'DomainResource', 'Element', 'BackboneElement']);

type Parts = ReadonlyMap<string, string>;

const NO_PARTS: Parts = new Map();
const TYPE_PARTS: Parts = new Map([
  ['namespace', 'System.String'],
  ['name', 'System.String'],
]);
const PARTS_OF_PRIMITIVES: Parts = new Map([
  ['id', 'string'],
  ['extension', 'Extension'],
]);
const PARTS_OF_SYSTEM_TYPES: ReadonlyMap<string, Parts> = new Map([
  [
    'System.Quantity',
    new Map([
      ['value', 'System.Decimal'],
      ['unit', 'System.String'],
    ]),
  ],
  ['System.ClassInfo', TYPE_PARTS],
  ['System.SimpleTypeInfo', TYPE_PARTS],
]);

/** A type's name at the beginning of a path. Throws FhirPathError when the input never has that type. */
export function inferTypeName(name: string, input: Inferred, model: TypeModel): Inferred {
  if (input.types === undefined) return inferredOf(name);
  const types = [...input.types];
  const fitting = types.filter((type) => isDerivedFrom(type, name, model));
  if (fitting.length > 0) return inferredOf(...fitting);
  if (types.length === 0 || types.some((type) => isDerivedFrom(name, type, model))) return inferredOf(name);
  throw new FhirPathError(`There is never a ${name} here`);
}

/** An element. Throws FhirPathError when none of the types of the input has it. */
export function inferMember(name: string, input: Inferred, model: TypeModel, navigator: Navigator): Inferred {
  if (input.types === undefined) return { ...ANYTHING, isOrdered: input.isOrdered };
  if (input.types.size === 0) return NO_NODES;
  const found = new Set<string>();
  for (const type of input.types) {
    const types = elementTypes(name, type, model, navigator);
    if (types === undefined) return { ...ANYTHING, isOrdered: input.isOrdered };
    for (const one of types) found.add(one);
  }
  if (found.size === 0) throw new FhirPathError(`There is no element ${name} here`);
  return { types: found, isOrdered: input.isOrdered };
}

/** Types of an element; undefined when nothing is known. */
function elementTypes(
  name: string,
  type: string,
  model: TypeModel,
  navigator: Navigator,
): readonly string[] | undefined {
  if (type.startsWith('System.')) return partOf(PARTS_OF_SYSTEM_TYPES.get(type) ?? NO_PARTS, name);
  if (ABSTRACT.has(type) || model.kindOf(type) === undefined) return undefined;
  if (isPrimitiveType(type)) return partOf(PARTS_OF_PRIMITIVES, name);
  return navigator.placesOf(type, name).map((place) => place.type);
}

function partOf(parts: Parts, name: string): readonly string[] {
  const part = parts.get(name);
  return part === undefined ? [] : [part];
}
