import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import type { Compiler } from './compiler.ts';
import type { Step } from './discriminator-path.ts';
import type { PropertyCheck } from './object-plan.ts';
import { type Carrier, carrierOf, contentOf, type Occurrence, occurrencesOf } from './occurrence.ts';
import type { Visit } from './visit.ts';

/** Values that the path of a discriminator leads to, from one value of the sliced element. */
export type SelectValues = (from: Occurrence, visit: Visit) => readonly Occurrence[];

/** Compiles the path of a discriminator. */
export function compileSelection(steps: readonly Step[], compiler: Compiler): SelectValues {
  const selections = steps.map((step) => compileStep(step, compiler));
  return (from, visit) => {
    let values: readonly Occurrence[] = [from];
    for (const select of selections) values = values.flatMap((value) => kept(value, select(value, visit)));
    return values;
  };
}

/** What stands in the target of a reference is seen from there. */
function kept({ scope }: Occurrence, found: readonly Occurrence[]): readonly Occurrence[] {
  return scope === undefined ? found : found.map((value) => ({ scope, ...value }));
}

function compileStep(step: Step, compiler: Compiler): SelectValues {
  switch (step.kind) {
    case 'element':
      return selectElement(step.name, compiler);
    case 'extension':
      return ({ type, ...from }) => extensionsOf(contentOf({ type, ...from }), step.url, compiler);
    case 'ofType':
      return (from) => (from.type === step.type ? [from] : []);
    case 'resolve':
      return resolveValue;
  }
}

function selectElement(name: string, compiler: Compiler): SelectValues {
  const carriers = new Map<string, readonly Carrier[]>();
  const carriersIn = (type: string): readonly Carrier[] => {
    const known = carriers.get(type);
    if (known !== undefined) return known;
    const found = [...compiler.plan(type).properties]
      .filter(([property, plan]) => !property.startsWith('_') && (plan.element === name || property === name))
      .map(([property, plan]) => carrierOf(property, plan));
    carriers.set(type, found);
    return found;
  };
  return (from) => {
    const content = contentOf(from);
    return content === undefined ? [] : occurrencesOf(content, carriersIn(from.type));
  };
}

function extensionsOf(content: JsonObject | undefined, url: string, compiler: Compiler): readonly Occurrence[] {
  const extensions = content?.['extension'];
  const property = compiler.plan('Element').properties.get('extension');
  if (!Array.isArray(extensions) || property === undefined) return [];
  return extensions.flatMap((value: unknown, index) =>
    isObject(value) && value['url'] === url
      ? [{ property, name: 'extension', index, type: 'Extension', value, sibling: undefined }]
      : [],
  );
}

/** The resource that a Reference, canonical or uri points to, when it is in view. */
function resolveValue(from: Occurrence, visit: Visit): readonly Occurrence[] {
  const reference = isObject(from.value) ? from.value['reference'] : from.value;
  if (typeof reference !== 'string') return [];
  const scope = (from.scope ?? visit.scope).locate(reference);
  if (scope === undefined) return [];
  const { resource: value } = scope;
  const property: PropertyCheck = { ...from.property, type: 'Resource' };
  const type = textOf(value['resourceType']);
  return [{ property, name: from.name, index: -1, type, value, sibling: undefined, scope }];
}
