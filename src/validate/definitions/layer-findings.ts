import type { Finding } from '../finding.ts';
import type { Package } from './package.ts';

/** Packages that are built in, or whose content decides nothing about instances. */
const BUILT_IN = /^hl7\.fhir\.(?:r4\.)?(?:core|expansions|examples)$/;

/**
 * What is remarkable about packages that are loaded together: a resource with the same url and version in two places, of
 * which the later counts (LT-V239), and a dependency that is not loaded (LT-V240). `path` names the package.
 */
export function layerFindings(packages: readonly Package[]): Finding[] {
  return [...duplicates(packages), ...missingDependencies(packages)];
}

function duplicates(packages: readonly Package[]): Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<string, string>();
  for (const { name, version, resources } of packages) {
    const owner = version === '' ? name : `${name}#${version}`;
    for (const resource of resources) {
      const canonical = resource.version === '' ? resource.url : `${resource.url}|${resource.version}`;
      const key = `${resource.resourceType} ${canonical}`;
      const first = owners.get(key);
      if (first !== undefined) findings.push({ rule: 'LT-V239', path: owner, with: { canonical, first } });
      owners.set(key, owner);
    }
  }
  return findings;
}

function missingDependencies(packages: readonly Package[]): Finding[] {
  const loaded = new Set(packages.map(({ name }) => name));
  return packages.flatMap(({ name, version, dependencies }) =>
    Object.entries(dependencies)
      .filter(([dependency]) => !loaded.has(dependency) && !BUILT_IN.test(dependency))
      .map(([dependency, wanted]) => ({
        rule: 'LT-V240',
        path: `${name}#${version}`,
        with: { dependency: `${dependency}#${wanted}` },
      })),
  );
}
