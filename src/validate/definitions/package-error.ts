import type { Finding } from '../finding.ts';

/** A package that cannot be used: the rule says why, `path` names the file. Meant for whoever chose the package. */
export class PackageError extends Error {
  readonly finding: Finding;

  constructor(finding: Finding, options?: ErrorOptions) {
    super(`${finding.rule} at ${finding.path}: ${JSON.stringify(finding.with ?? {})}`, options);
    this.name = 'PackageError';
    this.finding = finding;
  }
}
