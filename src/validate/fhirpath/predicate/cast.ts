import { isCastableTo, isDerivedFrom, wantedType } from '../engine/type-specifier.ts';
import type { TypeSpecifier } from '../syntax/expression.ts';
import type { JsonObject, Visit } from './frame.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';

/** Values of a type that is not wanted are passed by. */
export const NO_VISIT: Visit = () => false;

/** Goes on with the values that have a type: the place of a value tells it, but for a place of any resource. */
export function castTo({ model }: PredicateCompiler, specifier: TypeSpecifier, next: VisitOfType): VisitOfType {
  const { name, isKnown } = wantedType(specifier, model);
  return (type) => {
    if (!isKnown) return undefined;
    if (type !== 'Resource') return isCastableTo({ value: undefined, type }, name, model) ? next(type) : NO_VISIT;
    const visit = next(name);
    return visit && ((value, sibling, frame) => isResourceOf(value, name, model) && visit(value, sibling, frame));
  };
}

/** Whether a resource says that it is of a type, or of one derived from it. */
export function isResourceOf(value: unknown, name: string, model: PredicateCompiler['model']): boolean {
  const type = (value as JsonObject)['resourceType'];
  return typeof type === 'string' && model.kindOf(type) === 'resource' && isDerivedFrom(type, name, model);
}
