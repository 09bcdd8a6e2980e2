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
  const decided: Decided = new Map();
  return (visit) => {
    let place = decided;
    for (let up = 0; ; up += 1) {
      const property = visit.property(up);
      if (property === undefined) return namesOfHolder(visit, model).some((name) => names.has(name));
      const known = place.get(property);
      if (typeof known === 'boolean') return known;
      if (known !== undefined) place = known;
      else if (isOfResource(property, model)) {
        const answer = namesOfHolder(visit, model).some((name) => names.has(name));
        place.set(property, answer);
        return answer;
      } else {
        const next: Decided = new Map();
        place.set(property, next);
        place = next;
      }
    }
  };
}

/** Answers by the properties from the extension up to its resource, the innermost first. */
type Decided = Map<PropertyCheck, boolean | Decided>;

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

/** Whether an element is one of a resource: what it stands in is told then. */
function isOfResource({ path }: PropertyCheck, model: TypeModel): boolean {
  return model.kindOf(path.slice(0, path.indexOf('.'))) === 'resource';
}

/**
 * All names of the place that an extension stands at: types with those that they build on, and paths.
 * `Patient.name.family` is written of a place that is `HumanName.family` in the definitions.
 */
function namesOfHolder(visit: Visit, model: TypeModel): readonly string[] {
  const own = visit.property(0)?.path ?? '';
  const holder = own.slice(0, own.lastIndexOf('.'));
  const all = typesOf(holder, model);
  if (model.kindOf(holder) === 'resource') return [...all, ...laterNamesOf(holder, model)];
  let tail = '';
  for (let up = 1; ; up += 1) {
    const outer = visit.property(up);
    if (outer === undefined) return all;
    const path = outer.path.replace('[x]', '');
    const [type = ''] = path.split('.', 1);
    // `DomainResource.text` is written for `Patient.text` too.
    all.push(...typesOf(type, model).map((name) => name + path.slice(type.length) + tail));
    if (up === 1) all.push(...typesOf(outer.type, model));
    tail = `${path.slice(path.lastIndexOf('.'))}${tail}`;
    if (isOfResource(outer, model)) return all;
  }
}

/**
 * What versions after R4 call resources with a canonical address, and definitions that are loaded for R4 do too. They all
 * may be experimental, and no others.
 * @source https://hl7.org/fhir/R5/canonicalresource.html
 */
function laterNamesOf(type: string, model: TypeModel): readonly string[] {
  return model.properties(type)?.has('experimental') === true ? ['CanonicalResource', 'MetadataResource'] : [];
}

function typesOf(type: string, model: TypeModel): string[] {
  const types: string[] = [];
  for (let name: string | undefined = type; name !== undefined; name = model.baseOf(name)) types.push(name);
  return types;
}
