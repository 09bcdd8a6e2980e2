import { isDerivedFrom, wantedType } from '../engine/type-specifier.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { Expression, TypeSpecifier } from '../syntax/expression.ts';
import { isResourceOf } from './cast.ts';
import type { Predicate } from './frame.ts';
import type { PredicateCompiler } from './predicate-compiler.ts';
import { COUNT, counted } from './values-of-path.ts';

/** `is`: the place of a value in JSON has told its type, but for a place of any resource. */
export function typeTruth(
  compiler: PredicateCompiler,
  operand: Expression,
  specifier: TypeSpecifier,
  type: string,
): Predicate | undefined {
  const { model } = compiler;
  const { name } = wantedType(specifier, model);
  const walk = compiler.walk(operand, type, (found) => {
    if (found === 'Resource') return (value, sibling, frame) => COUNT(isResourceOf(value, name, model), sibling, frame);
    const isWanted = isDerivedFrom(found, name, model);
    return (_value, sibling, frame) => COUNT(isWanted, sibling, frame);
  });
  return (
    walk &&
    counted(walk, (count, last) => {
      if (count > 1) throw new FhirPathError('is needs a single value, not a list');
      return count === 0 ? undefined : last === true;
    })
  );
}
