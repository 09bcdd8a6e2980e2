import type { Bundle, BundleEntry, ParametersParameter, ValueSet } from '@medplum/fhirtypes';
import type { CodeAnswer, CodeQuestion } from './terminology-server.ts';

/** Value sets that are sent along; a larger one is only named. In characters of JSON. */
const MAX_VALUE_SET = 65_536;
/** Value sets that every server of FHIR R4 has. */
const COMMON = /^http:\/\/(?:hl7\.org\/fhir|terminology\.hl7\.org)\/ValueSet\//;

/** Finds a value set that is loaded here. */
export type FindValueSet = (canonical: string) => ValueSet | undefined;

/**
 * Questions as one batch of `$validate-code`. Displays and everything else of a record stay here: only codes go out. A
 * value set of a package is sent along, since the server need not have it.
 * @source https://hl7.org/fhir/R4/valueset-operation-validate-code.html
 */
export function buildBatch(questions: readonly CodeQuestion[], find: FindValueSet): Bundle {
  return { resourceType: 'Bundle', type: 'batch', entry: questions.map((question) => buildEntry(question, find)) };
}

function buildEntry(question: CodeQuestion, find: FindValueSet): BundleEntry {
  const { system, code, version, valueSet } = question;
  const isOfSystem = valueSet === undefined;
  const parameter: ParametersParameter[] = isOfSystem
    ? [{ name: 'url', valueUri: system ?? '' }]
    : about(valueSet, find);
  parameter.push({ name: 'code', valueCode: code });
  if (!isOfSystem && system !== undefined) parameter.push({ name: 'system', valueUri: system });
  if (!isOfSystem && system === undefined) parameter.push({ name: 'inferSystem', valueBoolean: true });
  if (version !== undefined) parameter.push({ name: isOfSystem ? 'version' : 'systemVersion', valueString: version });
  return {
    request: { method: 'POST', url: `${isOfSystem ? 'CodeSystem' : 'ValueSet'}/$validate-code` },
    resource: { resourceType: 'Parameters', parameter },
  };
}

function about(canonical: string, find: FindValueSet): ParametersParameter[] {
  const [url = '', version] = canonical.split('|');
  const resource = COMMON.test(url) ? undefined : find(canonical);
  if (resource !== undefined && JSON.stringify(resource).length <= MAX_VALUE_SET)
    return [{ name: 'valueSet', resource }];
  const named: ParametersParameter[] = [{ name: 'url', valueUri: url }];
  if (version !== undefined) named.push({ name: 'valueSetVersion', valueString: version });
  return named;
}

/**
 * Reads the answers to a batch; undefined for a body that is no answer to so many questions. What a server refuses, or
 * denies only because it lacks the value set or code system, is left open.
 */
export function readBatch(body: unknown, count: number): readonly CodeAnswer[] | undefined {
  const entries = field(body, 'resourceType') === 'Bundle' ? field(body, 'entry') : undefined;
  if (!Array.isArray(entries) || entries.length !== count) return undefined;
  return entries.map(readEntry);
}

function readEntry(entry: unknown): CodeAnswer {
  const status = field(field(entry, 'response'), 'status');
  if (typeof status !== 'string' || !status.startsWith('2')) return undefined;
  const parameters = field(field(entry, 'resource'), 'parameter');
  if (!Array.isArray(parameters)) return undefined;
  const result = field(named(parameters, 'result'), 'valueBoolean');
  if (typeof result !== 'boolean') return undefined;
  return result || !isUnknown(parameters) ? result : undefined;
}

function isUnknown(parameters: readonly unknown[]): boolean {
  if (parameters.some((one) => String(field(one, 'name')).startsWith('x-caused-by-unknown-'))) return true;
  if (parameters.some((one) => String(field(one, 'name')).startsWith('x-unknown-'))) return true;
  const issues = field(field(named(parameters, 'issues'), 'resource'), 'issue');
  return Array.isArray(issues) && issues.some((issue) => field(issue, 'code') === 'not-found');
}

function named(parameters: readonly unknown[], name: string): unknown {
  return parameters.find((one) => field(one, 'name') === name);
}

/** A property of what may be no object at all. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
