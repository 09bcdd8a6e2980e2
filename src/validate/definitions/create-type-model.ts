import type { ElementDefinition, ElementDefinitionType } from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';
import type { PropertyModel, TypeModel } from './type-model.ts';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';
const SYSTEM_TYPE = 'http://hl7.org/fhirpath/';
const CHOICE = '[x]';

/** What is known of a type, or of a path with content of its own. */
interface Holder {
  readonly properties: ReadonlyMap<string, PropertyModel>;
  readonly base?: string;
  readonly kind: ReturnType<TypeModel['kindOf']>;
}

/** Types and elements by what the snapshots of the types say; a type is gone through when it is first asked for. */
export function createTypeModel(definitions: Definitions): TypeModel {
  const types = new Map<string, ReadonlyMap<string, Holder>>();
  const holderOf = (holder: string): Holder | undefined => {
    const dot = holder.indexOf('.');
    const type = dot < 0 ? holder : holder.slice(0, dot);
    let holders = types.get(type);
    if (holders === undefined) {
      holders = holdersOf(type, definitions);
      // Unknown names can come from what was sent: they are not remembered.
      if (holders.size > 0) types.set(type, holders);
    }
    return holders.get(holder);
  };
  return {
    properties: (holder) => holderOf(holder)?.properties,
    baseOf: (type) => holderOf(type)?.base,
    kindOf: (type) => holderOf(type)?.kind,
  };
}

/** A type and the paths below it that have content of their own. Empty for what is not a type of FHIR. */
function holdersOf(type: string, definitions: Definitions): ReadonlyMap<string, Holder> {
  const definition = definitions.structure(BASE + type);
  const holders = new Map<string, Holder>();
  if (definition === undefined || definition.type !== type || definition.kind === 'logical') return holders;
  const { kind, baseDefinition, snapshot } = definition;
  const children = childrenByPath(snapshot?.element ?? []);
  for (const [path, elements] of children) {
    const properties = new Map(elements.flatMap((element) => propertiesOf(element, children)));
    const base = path === type ? baseDefinition?.slice(BASE.length) : typeOf(path, children);
    holders.set(path, { properties, ...(base && { base }), kind: path === type ? kind : 'complex-type' });
  }
  return holders;
}

type Children = ReadonlyMap<string, readonly ElementDefinition[]>;

/** Elements by the path of the one that they stand in. */
function childrenByPath(elements: readonly ElementDefinition[]): Children {
  const children = new Map<string, ElementDefinition[]>();
  for (const element of elements) {
    const dot = element.path.lastIndexOf('.');
    if (dot < 0) {
      children.set(element.path, []);
      continue;
    }
    const parent = element.path.slice(0, dot);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [element]);
    else siblings.push(element);
  }
  return children;
}

function typeOf(path: string, children: Children): string | undefined {
  const siblings = children.get(path.slice(0, path.lastIndexOf('.'))) ?? [];
  return siblings.find((element) => element.path === path)?.type?.[0]?.code;
}

function propertiesOf(element: ElementDefinition, children: Children): [string, PropertyModel][] {
  const { path, max, contentReference, type = [] } = element;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const isList = max !== '1' && max !== '0';
  if (contentReference !== undefined) {
    return [[name, { element: name, type: contentReference.slice(contentReference.indexOf('#') + 1), isList }]];
  }
  if (name.endsWith(CHOICE)) {
    const choice = name.slice(0, -CHOICE.length);
    return type.map((one) => [choice + capitalized(one.code), { element: choice, type: one.code, isList }]);
  }
  const [only] = type;
  if (only === undefined || isXmlValue(element, only)) return [];
  return [[name, { element: name, type: children.has(path) ? path : typeName(only), isList }]];
}

/** In JSON a primitive is its value; only XML has a place for it. */
function isXmlValue({ path, base }: ElementDefinition, { code }: ElementDefinitionType): boolean {
  return code.startsWith(SYSTEM_TYPE) && (base?.path ?? path).endsWith('.value');
}

/** `System.String` for FHIRPath's own types, else the name of the FHIR type. */
function typeName({ code }: ElementDefinitionType): string {
  return code.startsWith(SYSTEM_TYPE) ? code.slice(SYSTEM_TYPE.length) : code;
}

function capitalized(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1);
}
