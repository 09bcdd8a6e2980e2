import type { JsonObject } from '../../reference/json-object.ts';
import { type CastTest, isDerivedFrom, wantedType } from '../engine/type-specifier.ts';
import type { TypeSpecifier } from '../syntax/expression.ts';
import type { Visit } from './frame.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';

/** Values of a type that is not wanted are passed by. */
export const NO_VISIT: Visit = () => false;

/**
 * Goes on with the values that have a type (`test` decides): the place of a value tells it, but for a place of any
 * resource. Without `test` the type is not known, and the full engine says so.
 */
export function castTo(
  { model }: PredicateCompiler,
  specifier: TypeSpecifier,
  test: CastTest | undefined,
  next: VisitOfType,
): VisitOfType {
  const { name } = wantedType(specifier, model);
  return (type) => {
    if (test === undefined) return undefined;
    if (type !== 'Resource') return test(type) ? next(type) : NO_VISIT;
    const visit = next(name);
    return visit && ((value, sibling, frame) => isResourceOf(value, name, model) && visit(value, sibling, frame));
  };
}

/** Whether a resource says that it is of a type, or of one derived from it. */
export function isResourceOf(value: unknown, name: string, model: PredicateCompiler['model']): boolean {
  const type = (value as JsonObject)['resourceType'];
  return typeof type === 'string' && model.kindOf(type) === 'resource' && isDerivedFrom(type, name, model);
}
