import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';

export type Content = Readonly<Record<string, unknown>> & { readonly resourceType: string };

/** What is measured together: one resource, or several in turn. */
export interface Workload {
  readonly name: string;
  readonly resources: readonly Content[];
  /** Canonical of the one profile that all of them claim; none when they claim several, or none. */
  readonly profile: string | undefined;
}

const EXAMPLES = join(PATHS.profiles, 'examples');

/** Resources in a Bundle of 50, by the name of their example: an inpatient stay. */
const BUNDLE: Readonly<Record<string, number>> = {
  patient: 2,
  encounter: 8,
  condition: 5,
  'observation-laboratory': 24,
  'medication-request': 5,
  procedure: 3,
  'diagnostic-report': 3,
};

function example(name: string): Content {
  return JSON.parse(readFileSync(join(EXAMPLES, `lt-${name}.json`), 'utf8')) as Content;
}

function bundleOf50(): Content {
  const resources = Object.entries(BUNDLE).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, at) => ({ ...example(name), id: `99001-${name}-${at}` })),
  );
  const entry = resources.map((resource) => ({
    fullUrl: `https://hospital.example/fhir/${resource.resourceType}/${resource.id}`,
    resource,
  }));
  return { resourceType: 'Bundle', type: 'collection', entry };
}

/** The same as R4 alone knows it: nothing is claimed, and there are no extensions, which R4 alone cannot know. */
function withoutProfile(resource: Content): Content {
  const text = JSON.stringify(resource, (name, value) => (name === 'meta' || name === 'extension' ? undefined : value));
  return JSON.parse(text) as Content;
}

/** What every example of profiles/ is. */
export function allExamples(): readonly Content[] {
  return readdirSync(EXAMPLES).map((file) => example(file.slice('lt-'.length, -'.json'.length)));
}

/** The workloads, each resource claiming its profile of profiles/ (`withProfiles`), or none. */
export function createWorkloads(withProfiles: boolean): readonly Workload[] {
  const all: Readonly<Record<string, readonly Content[]>> = {
    Patient: [example('patient')],
    Observation: [example('observation-laboratory')],
    Encounter: [example('encounter')],
    'Bundle of 50': [bundleOf50()],
    'all examples': allExamples(),
  };
  return Object.entries(all).map(([name, resources]) => {
    const meta = resources[0]?.['meta'] as { readonly profile: readonly string[] } | undefined;
    const profile = withProfiles && resources.length === 1 ? meta?.profile[0] : undefined;
    return { name, profile, resources: withProfiles ? resources : resources.map(withoutProfile) };
  });
}
