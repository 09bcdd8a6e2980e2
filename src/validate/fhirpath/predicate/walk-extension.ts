import type { JsonObject } from '../../reference/json-object.ts';
import type { Expression } from '../syntax/expression.ts';
import { isPrimitiveType } from '../values/system-type.ts';
import { elementStep } from './element-step.ts';
import type { Visit } from './frame.ts';
import type { PredicateCompiler, VisitOfType } from './predicate-compiler.ts';

/** Goes to the extensions with a url, as `extension(url)` does; those of a primitive are in its sibling. */
export function walkExtension(
  compiler: PredicateCompiler,
  of: Expression,
  type: string,
  url: string,
  next: VisitOfType,
): Visit | undefined {
  const visit = next('Extension');
  if (visit === undefined) return undefined;
  const onUrl: Visit = (value, sibling, frame) => {
    const isWanted = typeof value === 'object' && (value as JsonObject)['url'] === url;
    return isWanted && visit(value, sibling, frame);
  };
  const steps = ['extension', 'modifierExtension'].map((key) =>
    elementStep([{ place: { key, siblingKey: undefined, type: 'Extension' }, next: onUrl }]),
  );
  const onHolder: Visit = (value, _sibling, frame) => steps.some((step) => step(value, undefined, frame));
  return compiler.walk(of, type, (holder) => {
    if (!isPrimitiveType(holder)) return onHolder;
    return (_value, sibling, frame) =>
      typeof sibling === 'object' && sibling !== null && onHolder(sibling, undefined, frame);
  });
}
