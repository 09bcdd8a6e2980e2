import type { StructureDefinitionContext } from '@medplum/fhirtypes';
import type { TypeModel } from '../definitions/type-model.ts';
import { type CompiledFhirPath, compileFhirPath } from '../fhirpath/compile-fhirpath.ts';
import { isObject } from '../reference/json-object.ts';
import type { PropertyCheck } from './object-plan.ts';
import type { Visit } from './visit.ts';

/** Names that stand for everything, or for types that R4 has no definition of. */
const EVERYWHERE: ReadonlySet<string> = new Set(['Element', 'Any', 'Base']);

/**
 * Makes the question whether an extension stands where its definition allows: at a type or an element, in another
 * extension, or at what an expression finds in the resource. An expression that cannot be evaluated holds.
 * @source https://hl7.org/fhir/R4/defining-extensions.html#context
 */
export function compileContext(
  contexts: readonly StructureDefinitionContext[],
  model: TypeModel,
): (visit: Visit) => boolean {
  const expressionsOf = (kind: StructureDefinitionContext['type']) =>
    contexts.flatMap(({ type, expression = '' }) => (type === kind ? [expression] : []));
  const elements = expressionsOf('element');
  if (contexts.length === 0 || elements.some((name) => EVERYWHERE.has(name))) return () => true;
  const isAtName = compileNames(new Set(elements.map(plainPath)), model);
  const extensions = new Set<unknown>(expressionsOf('extension'));
  const finders = expressionsOf('fhirpath').map((expression) => compileFinder(expression, model));
  return (visit) => isAtName(visit) || isInExtension(extensions, visit) || finders.some((finds) => finds(visit));
}

/** Makes the question whether an extension stands at an element of one of these names. */
function compileNames(names: ReadonlySet<string>, model: TypeModel): (visit: Visit) => boolean {
  const decided = new Map<PropertyCheck, Map<PropertyCheck | undefined, boolean>>();
  return (visit) => {
    const own = visit.property(0);
    if (own === undefined) return true;
    const holder = visit.property(1);
    const known = decided.get(own)?.get(holder);
    if (known !== undefined) return known;
    const { all, isWhole } = namesOfHolder(own, visit, model);
    const answer = all.some((name) => names.has(name));
    // Only where the two properties say all of the place: what they stand in may be another one next time.
    if (isWhole)
      decided.set(own, (decided.get(own) ?? new Map<PropertyCheck | undefined, boolean>()).set(holder, answer));
    return answer;
  };
}

/** In an extension with one of these urls, or in the value of one. */
function isInExtension(urls: ReadonlySet<unknown>, visit: Visit): boolean {
  if (urls.size === 0) return false;
  const isInValue = visit.property(1)?.path === 'Extension.value[x]';
  const extension = isInValue ? visit.outerHolder : visit.holder.value;
  return isObject(extension) && urls.has(extension['url']);
}

/** Makes the question whether an expression finds what the extension stands in. */
function compileFinder(expression: string, model: TypeModel): (visit: Visit) => boolean {
  let compiled: CompiledFhirPath | undefined;
  return (visit) => {
    try {
      compiled ??= compileFhirPath(expression, model);
      const { value, sibling } = visit.holder;
      const { environment } = visit;
      const found = compiled.evaluate(environment.resource, environment);
      return found.some((node) => (sibling === undefined ? node.value === value : node.sibling === sibling));
    } catch {
      return true;
    }
  };
}

/** `http://…#Patient.contact:x.name[x]` is written for `Patient.contact.name`. */
function plainPath(expression: string): string {
  return expression
    .slice(expression.indexOf('#') + 1)
    .replace(/:[^.]*/g, '')
    .replace('[x]', '');
}

/**
 * All names of the place that an extension stands at: types with those that they build on, and paths.
 * `Patient.name.family` is written of a place that is `HumanName.family` in the definitions.
 */
function namesOfHolder(
  own: PropertyCheck,
  visit: Visit,
  model: TypeModel,
): { readonly all: readonly string[]; readonly isWhole: boolean } {
  const holder = own.path.slice(0, own.path.lastIndexOf('.'));
  const all = typesOf(holder, model);
  if (model.kindOf(holder) === 'resource') return { all, isWhole: true };
  let tail = '';
  for (let up = 1; ; up += 1) {
    const outer = visit.property(up);
    if (outer === undefined) return { all, isWhole: false };
    const path = outer.path.replace('[x]', '');
    const [type = ''] = path.split('.', 1);
    // `DomainResource.text` is written for `Patient.text` too.
    all.push(...typesOf(type, model).map((name) => name + path.slice(type.length) + tail));
    if (up === 1) all.push(...typesOf(outer.type, model));
    tail = `${path.slice(path.lastIndexOf('.'))}${tail}`;
    if (model.kindOf(type) === 'resource') return { all, isWhole: up === 1 };
  }
}

function typesOf(type: string, model: TypeModel): string[] {
  const types: string[] = [];
  for (let name: string | undefined = type; name !== undefined; name = model.baseOf(name)) types.push(name);
  return types;
}
