import type { Finding } from '../finding.ts';

/**
 * A profile that no snapshot can be had of. `finding` names the rule (profiles/rules/snapshot.yaml), the profile and the
 * element; its `path` points into the StructureDefinition, `.differential.element[3]`, or is empty.
 */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  readonly finding: Finding;

  constructor(finding: Finding) {
    const words = Object.entries(finding.with ?? {}).map(([key, word]) => `${key} ${word}`);
    super([finding.rule, ...words].join(', '));
    this.finding = finding;
  }
}
