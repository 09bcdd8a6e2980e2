import type {
  CodeSystem,
  ImplementationGuide,
  Measure,
  Questionnaire,
  Resource,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import { type CanonicalIndex, createCanonicalIndex } from './canonical-index.ts';
import type { Definitions } from './definitions.ts';
import type { ConformanceResource, Package, PackageResource } from './package.ts';
import { resourcesInMemory } from './package-resources.ts';
import { compareVersions } from './version-order.ts';

/** What definitions are made of, in the order in which it was loaded. */
export interface Layers {
  readonly base: Definitions;
  readonly packages?: readonly Package[];
  /** Single resources; those that are not conformance resources with a url are not looked at. */
  readonly resources?: readonly Resource[];
}

const R4_URL = 'http://hl7.org/fhir/';
const R4_VERSION = '4.0.1';

/**
 * Definitions out of layers. A canonical with a version finds that version, or the newest that begins with it; without, the
 * newest of all layers; of two with the same url and version the one loaded later, except that nothing takes the place of
 * what R4 itself has. A logical model is also found by its type. Other layers make other definitions: these never change.
 */
export function createDefinitions({ base, packages = [], resources = [] }: Layers): Definitions {
  const loaded = [...packages.flatMap((one) => one.resources), ...resourcesInMemory(resources)];
  const structures = indexOf<StructureDefinition>(loaded, 'StructureDefinition');
  const valueSets = indexOf<ValueSet>(loaded, 'ValueSet');
  const codeSystems = indexOf<CodeSystem>(loaded, 'CodeSystem');
  const questionnaires = indexOf<Questionnaire>(loaded, 'Questionnaire');
  const measures = indexOf<Measure>(loaded, 'Measure');
  const guides = loaded.filter(
    (one): one is IndexedAs<ImplementationGuide> => one.resourceType === 'ImplementationGuide',
  );
  let globals: ReadonlyMap<string, readonly string[]> | undefined;
  const logicalTypes = new Map(loaded.flatMap(({ logicalType, url }) => (logicalType ? [[logicalType, url]] : [])));
  return {
    structure: (canonical) =>
      pick(structures, canonical, base.structure(canonical)) ??
      structures.find(logicalTypes.get(canonical) ?? '')?.load(),
    valueSet: (canonical) => pick(valueSets, canonical, base.valueSet(canonical)),
    codeSystem: (canonical) => pick(codeSystems, canonical, base.codeSystem(canonical)),
    questionnaire: (canonical) => pick(questionnaires, canonical, base.questionnaire(canonical)),
    measure: (canonical) => pick(measures, canonical, base.measure(canonical)),
    globalProfiles(type) {
      globals ??= groupGlobals(guides.map((guide) => guide.load()));
      return globals.get(type) ?? NONE;
    },
  };
}

const NONE: readonly string[] = [];

function groupGlobals(guides: readonly ImplementationGuide[]): ReadonlyMap<string, readonly string[]> {
  const globals = guides.flatMap((guide) => guide.global ?? []);
  const grouped = Map.groupBy(globals, ({ type }) => type as string);
  return new Map([...grouped].map(([type, ofType]) => [type, ofType.map(({ profile }) => profile)]));
}

function indexOf<T extends ConformanceResource>(
  loaded: readonly PackageResource[],
  resourceType: T['resourceType'],
): CanonicalIndex<T> {
  // The resourceType of what is loaded was read from the resource itself.
  return createCanonicalIndex(loaded.filter((one) => one.resourceType === resourceType) as IndexedAs<T>[]);
}

type IndexedAs<T> = Omit<PackageResource, 'load'> & { load(): T };

function pick<T extends ConformanceResource>(index: CanonicalIndex<T>, canonical: string, below: T | undefined) {
  const own = index.find(canonical);
  if (own === undefined || below === undefined) return own?.load() ?? below;
  const order = compareVersions(own.version, below.version ?? '');
  if (order !== 0) return order > 0 ? own.load() : below;
  return own.version === R4_VERSION && own.url.startsWith(R4_URL) ? below : own.load();
}
