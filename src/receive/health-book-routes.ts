import type { Request } from 'express';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { HealthBook } from '../types/health-book.ts';
import type { CurrentResource } from '../types/resources.ts';
import { type Answer, FHIR_JSON, toJsonAnswer } from './answer.ts';
import type { FacilityAccess } from './facility-access.ts';
import type { Refusals } from './refusals.ts';
import type { Route } from './route-table.ts';

export interface HealthBookDeps {
  readonly book: HealthBook;
  readonly access: FacilityAccess;
  readonly refusals: Refusals;
  /** True for a resource type of R4. */
  readonly isType: (name: string) => boolean;
}

/** @source https://hl7.org/fhir/R4/datatypes.html#id */
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const FORMATS: readonly unknown[] = [undefined, 'json', 'application/json', 'application/fhir+json'];

/**
 * `GET /fhir/{Type}/{id}`: a resource as it stands now, with `ETag` and `Last-Modified`. Needs a scope to read this type or
 * every type. Another facility's id answers as one that does not exist (LT-R070); what was deleted is gone (LT-R071).
 * @source https://hl7.org/fhir/R4/http.html#read
 */
export function createReadRoute({ book, access, refusals, isType }: HealthBookDeps): Route {
  return async (request) => {
    const type = String(request.params['type']);
    const caller = await access(request.headersDistinct, 'read', type);
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    if (!isType(type)) return refusals.toAnswer(refusals.of('LT-R013'));
    const refused = refuseQuery(request, refusals);
    if (refused !== undefined) return refused;
    const id = String(request.params['id']);
    const current = ID.test(id) ? await book.read(caller.value, type, id) : undefined;
    if (current === undefined) return refusals.toAnswer(refusals.of('LT-R070'));
    return toReadAnswer(current) ?? refusals.toAnswer(refusals.of('LT-R071', {}, { ETag: etagOf(current) }));
  };
}

/**
 * `GET /fhir/Patient/{id}/$summary`: the citizen's health book as a document Bundle, made from everything that this facility
 * sent for her. Needs `system/Patient.rs` or a scope to read every type. Refuses as a read does.
 * @source https://hl7.org/fhir/uv/ips/STU1.1/OperationDefinition-summary.html
 */
export function createSummaryRoute({ book, access, refusals }: HealthBookDeps): Route {
  return async (request) => {
    const caller = await access(request.headersDistinct, 'read', 'Patient');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const refused = refuseQuery(request, refusals);
    if (refused !== undefined) return refused;
    const id = String(request.params['id']);
    const answer = ID.test(id) ? await book.summary(caller.value, id) : undefined;
    if (answer?.kind === 'summary') return toJsonAnswer(200, FHIR_JSON, answer.document);
    return refusals.toAnswer(refusals.of(answer?.kind === 'deleted' ? 'LT-R071' : 'LT-R070'));
  };
}

/** Parameters are read strictly, as everywhere; `_format` may say what is answered anyway. */
function refuseQuery({ query }: Request, refusals: Refusals): Answer | undefined {
  const { _format, ...others } = query;
  if (FORMATS.includes(_format) && Object.keys(others).length === 0) return undefined;
  return refusals.toAnswer(refusals.of('LT-R005', { accepted: '_format=json' }));
}

function toReadAnswer(current: CurrentResource): Answer | undefined {
  const { resource, version, updatedAt } = current;
  if (resource === null) return undefined;
  const meta = { ...resource.meta, versionId: String(version), lastUpdated: toLocalInstant(updatedAt) };
  const headers = { ETag: etagOf(current), 'Last-Modified': new Date(updatedAt).toUTCString() };
  return toJsonAnswer(200, FHIR_JSON, { ...resource, meta }, headers);
}

function etagOf({ version }: CurrentResource): string {
  return `W/"${version}"`;
}
