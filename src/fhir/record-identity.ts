import type { FormFormat, SubmissionFormat } from '../types/submission.ts';

/** Formats other than claims whose keys are numbers of their own, or MA_LK again for another document. */
const SCOPED: readonly FormFormat[] = [
  'health-check-xml',
  'document-xml',
  'health-book-xml',
  'prescription-json',
  'emr-export',
];

/**
 * What a record is known by inside its facility. A health check and a claim may have the same MA_LK and are two records, so
 * the key of every format but the claims' (and of FHIR, which tells of the same episodes) stands behind the format.
 */
export function recordIdentity(format: SubmissionFormat, key: string): string {
  return isScoped(format) && key !== '' ? `${format}/${key}` : key;
}

/** All identities that records with a key can have. */
export function identitiesOf(key: string): readonly string[] {
  const scoped = SCOPED.map((format) => recordIdentity(format, key));
  // The code of a prescription is the same in capital letters (TT 26/2025/TT-BYT).
  return [...new Set([key, ...scoped, recordIdentity('prescription-json', key.toLowerCase())])];
}

/** The key in an identity, as its sender knows it. */
export function keyOfIdentity(identity: string): string {
  const format = SCOPED.find((scoped) => identity.startsWith(`${scoped}/`));
  return format === undefined ? identity : identity.slice(format.length + 1);
}

function isScoped(format: SubmissionFormat): format is FormFormat {
  return (SCOPED as readonly string[]).includes(format);
}
