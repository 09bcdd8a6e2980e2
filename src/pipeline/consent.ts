import type { Consent, ConsentProvision } from '@medplum/fhirtypes';
import { startOfLocalDay } from '../fhir/local-time.ts';
import type { MappedRecord } from '../types/mapped-record.ts';
import type { EpochMs } from '../types/submission.ts';

const DAY_MS = 86_400_000;
const OPT_IN = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' };

/** Limits of a permission that this gateway cannot weigh: whoever set one did not permit everything to everybody. */
const LIMITS = ['actor', 'action', 'securityLabel', 'purpose', 'class', 'code', 'dataPeriod', 'data'] as const;

/**
 * True when the record brings a FHIR Consent of its own patient that is active, in force at the instant, and permits without
 * a limit: by a rule or a policy of opting in (`OPTIN`), or a provision of type `permit`. A Consent of the same patient that
 * denies anything outweighs all others.
 * @source https://hl7.org/fhir/R4/consent.html
 */
export function permitsDisclosure({ resources, patient }: MappedRecord, at: EpochMs): boolean {
  const consents = resources
    .filter((resource): resource is Consent => resource.resourceType === 'Consent')
    .filter(({ status, patient: of, provision }) => {
      return status === 'active' && of?.reference === patient && patient !== null && isInForce(provision, at);
    });
  return consents.some((consent) => permits(consent, at)) && !consents.some(({ provision }) => denies(provision));
}

function permits({ policyRule, provision }: Consent, at: EpochMs): boolean {
  const isOptIn = (policyRule?.coding ?? []).some(
    ({ system, code }) => system === OPT_IN.system && code === OPT_IN.code,
  );
  if (isOptIn) return isUnlimited(provision);
  return provisionsOf(provision).some((each) => each.type === 'permit' && isUnlimited(each) && isInForce(each, at));
}

function denies(provision: ConsentProvision | undefined): boolean {
  return provisionsOf(provision).some(({ type }) => type === 'deny');
}

function isUnlimited(provision: ConsentProvision | undefined): boolean {
  return LIMITS.every((limit) => provision?.[limit] === undefined);
}

/** The root and what stands in it, at every depth. */
function provisionsOf(provision: ConsentProvision | undefined): readonly ConsentProvision[] {
  if (provision === undefined) return [];
  return [provision, ...(provision.provision ?? []).flatMap(provisionsOf)];
}

function isInForce(provision: ConsentProvision | undefined, at: EpochMs): boolean {
  const { start, end } = provision?.period ?? {};
  return (start === undefined || startOf(start) <= at) && (end === undefined || at <= endOf(end));
}

/** NaN for what is no moment: then nothing is in force. */
function startOf(text: string): number {
  return text.includes('T') ? Date.parse(text) : startOfLocalDay(text);
}

function endOf(text: string): number {
  return text.includes('T') ? Date.parse(text) : startOfLocalDay(text) + DAY_MS - 1;
}
