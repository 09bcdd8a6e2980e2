import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { loadBaseDefinitions } from '../../src/validate/definitions/base-definitions.ts';
import { createDefinitions } from '../../src/validate/definitions/create-definitions.ts';
import type { Strictness } from '../../src/validate/element/compiler.ts';
import type { Asked, InstanceValidator } from '../../src/validate/instance-validator.ts';
import { createSnapshots } from '../../src/validate/snapshot/snapshots.ts';
import { STRUCTURE_CASES, UNTOLD, validatorAsStrict } from './structure.ts';

type Content = Readonly<Record<string, unknown>>;

/** A profile as the tables write it; its url is `urn:test:{name}`. */
export interface ProfileSketch extends Partial<Omit<StructureDefinition, 'name' | 'type'>> {
  readonly name: string;
  readonly type: string;
  /** What it builds on, when it is not the type itself. */
  readonly base?: string;
  readonly elements?: readonly Partial<ElementDefinition>[];
}

/** One instance and what is found in it. */
export interface ProfileRow {
  readonly name: string;
  /** Content of a resource of the type of the first profile, which it claims; or of `type`, without a claim. */
  readonly is: Content;
  readonly type?: string;
  /** Canonical of the profile to claim instead. */
  readonly claims?: string;
  /** Canonicals of profiles to check against without a claim. */
  readonly asks?: readonly string[];
  /** `rule place`, with the constraint or the slice that it is about. None by default. */
  readonly finds?: readonly string[];
}

/** Profiles with instances of them. */
export interface ProfileCase {
  readonly profiles: readonly ProfileSketch[];
  /** Other conformance resources. */
  readonly resources?: readonly Resource[];
  readonly strictness?: Partial<Strictness>;
  readonly rows: readonly ProfileRow[];
}

const ROW_KEYS: ReadonlySet<string> = new Set(['name', 'type', 'claims', 'asks', 'is', 'finds']);

/** The cases of a table, by what they are about. Refuses (throws) a row with something else in it. */
export function readProfileCases(file: string): readonly (readonly [string, ProfileCase])[] {
  const text = readFileSync(join(STRUCTURE_CASES, 'profiles', file), 'utf8');
  const cases = Object.entries(parse(text) as Record<string, ProfileCase>);
  for (const row of cases.flatMap(([, { rows }]) => rows)) {
    const unknown = Object.keys(row).find((key) => !ROW_KEYS.has(key));
    if (unknown !== undefined) throw new Error(`${file}: ${row.name}: ${unknown}`);
  }
  return cases;
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';
const DATA_TYPE =
  /^(?:Extension|[a-z].*|HumanName|Address|Coding|CodeableConcept|Quantity|Identifier|Reference|Period|Ratio)$/;

/** The StructureDefinition of a sketch. */
export function structureOf({ name, type, base, elements = [], ...more }: ProfileSketch): StructureDefinition {
  return {
    resourceType: 'StructureDefinition',
    url: `urn:test:${name}`,
    name: 'Test',
    status: 'draft',
    kind: DATA_TYPE.test(type) ? 'complex-type' : 'resource',
    abstract: false,
    type,
    baseDefinition: base ?? BASE + type,
    derivation: 'constraint',
    differential: { element: hasRoot(elements, type) ? elements : [{ path: type }, ...elements] },
    ...more,
  } as StructureDefinition;
}

function hasRoot([first]: readonly { readonly path?: string }[], type: string): boolean {
  return first?.path === type;
}

/** What the type of a resource asks for. */
const MINIMAL: Readonly<Record<string, Content>> = {
  Observation: { status: 'final', code: { text: 'a' } },
  Encounter: { status: 'finished', class: { system: 'urn:a', code: 'IMP' } },
  DiagnosticReport: { status: 'final', code: { text: 'a' } },
  Composition: {
    status: 'final',
    type: { text: 'a' },
    date: '2026-01-01',
    author: [{ display: 'a' }],
    title: 'a',
  },
  Bundle: { type: 'collection' },
  Questionnaire: { status: 'draft' },
  MedicationRequest: {
    status: 'active',
    intent: 'order',
    subject: { display: 'a' },
  },
};

/** A validator of the profiles and resources of a case. */
export function validatorOfCase({ profiles, resources = [], strictness }: ProfileCase): InstanceValidator {
  return validatorAsStrict(strictness ?? {}, [...profiles.map(structureOf), ...resources]);
}

/** The same case, of profiles that are published with their snapshots. */
export function published(one: ProfileCase): ProfileCase {
  const resources = [...one.profiles.map(structureOf), ...(one.resources ?? [])];
  const snapshots = createSnapshots(createDefinitions({ base: loadBaseDefinitions(), resources }));
  return {
    ...one,
    profiles: one.profiles.map((profile) => {
      if (profile.kind === 'logical') return profile;
      return { ...profile, snapshot: { element: [...snapshots.snapshotOf(structureOf(profile))] } };
    }),
  };
}

/** The resource of a row. */
export function instanceOf({ profiles: [first] }: ProfileCase, { type, claims, asks, is }: ProfileRow): Content {
  const claimed = claims ?? `urn:test:${first?.name}`;
  const isClaiming = asks === undefined && (type === undefined || claims !== undefined);
  const resourceType = type ?? first?.type ?? '';
  return { resourceType, ...(isClaiming && { meta: { profile: [claimed] } }), ...MINIMAL[resourceType], ...is };
}

/** What a row asks for beside what its resource claims. */
export function askedBy({ asks = [] }: ProfileRow): Asked {
  return { untold: UNTOLD, profiles: asks };
}

/** What is found in the resource of a row. */
export function findingsOf(validator: InstanceValidator, one: ProfileCase, row: ProfileRow): readonly string[] {
  return validator
    .findings(instanceOf(one, row), askedBy(row))
    .map(({ rule, expression, with: words }) =>
      [rule, expression, words['constraint'] ?? words['slice'] ?? words['slices']].filter(Boolean).join(' '),
    );
}
