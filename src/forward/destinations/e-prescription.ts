import type { RequestGroup, Resource } from '@medplum/fhirtypes';
import { recordHeader } from '../../fhir/record-reference.ts';
import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { PrescriptionDestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { AttemptOutcome, Destination, Unsendable } from '../destination.ts';
import type { RebuildForm } from '../national-form.ts';
import { parseObject, textAt } from './answer-json.ts';
import { createDoctorSessions, type Doctor } from './doctor-sessions.ts';
import { createHttpExchange, isAnswer } from './http-exchange.ts';
import { readPrescriptionAnswer } from './prescription-answer.ts';
import { lookUpPrescription } from './prescription-look-up.ts';

const CODE_FIELD = 'ma_don_thuoc';
const DOCTOR_FIELD = 'ma_lien_thong_bac_si';
const FACILITY_FIELD = 'ma_lien_thong_co_so_kham_chua_benh';
/** Wider than TT 26/2025 has it, narrow enough to stand in an address. */
const CODE = /^[0-9A-Za-z-]{1,40}$/;

/**
 * The national prescription system: the prescription as JSON of QĐ 808, sent as its doctor. The code of the prescription is its
 * key; a prescription that is there is never changed, so a repetition is no second one, but it is refused: it is looked up
 * where an account for that is configured, else it is a person's to decide. Refuses (throws) a URL that is not one.
 */
export function createPrescriptionDestination(
  config: PrescriptionDestinationConfig,
  { clock, rebuildForm }: { readonly clock: () => EpochMs; readonly rebuildForm: RebuildForm },
): Destination {
  const { lookUp } = config;
  const connection = { connections: config.concurrency, timeoutMs: config.timeoutMs, clock };
  const http = createHttpExchange({ ...connection, url: config.url, reuse: false });
  const asking =
    lookUp === null ? null : createHttpExchange({ ...connection, url: new URL(lookUp.url).origin, reuse: true });
  const sessions = createDoctorSessions(http, config, clock);

  return {
    id: config.id,
    isIdempotent: false,
    compose: async (delivery) => compose(delivery, config, rebuildForm),
    async send(message, delivery) {
      const doctor = doctorOf(message.bytes, delivery, config);
      if ('kind' in doctor) return doctor;
      const answer = await sessions.run(doctor, (token, signal) =>
        http.request(
          {
            method: 'POST',
            path: config.paths.send,
            headers: {
              'content-type': message.contentType,
              accept: 'application/json',
              authorization: `Bearer ${token}`,
              ...(config.reconciliationUrl === null ? {} : recordHeader(delivery)),
            },
            body: message.bytes,
          },
          signal,
        ),
      );
      if (!isAnswer(answer)) return answer;
      return settleRepetition(readPrescriptionAnswer(answer, delivery.version > 1), delivery);
    },
    ...(lookUp === null || asking === null
      ? {}
      : {
          lookUp: (message: Message, { version }: LeasedDelivery) =>
            lookUpPrescription(asking, lookUp, message, version > 1),
        }),
    async close() {
      await Promise.all([http.close(), asking?.close()]);
    },
  };
}

/** A code that is held already may be held by this very message, sent before without a known end. */
function settleRepetition(outcome: AttemptOutcome, { unsettled }: LeasedDelivery): AttemptOutcome {
  if (unsettled === null || outcome.kind !== 'refused' || outcome.reason !== 'prescription-immutable') return outcome;
  return { ...outcome, kind: 'unknown' };
}

function compose(
  delivery: LeasedDelivery,
  config: PrescriptionDestinationConfig,
  rebuildForm: RebuildForm,
): Message | Unsendable {
  if (delivery.kind !== 'prescription') return { kind: 'refused', reason: 'no-national-form' };
  if (delivery.resources.length === 0) return { kind: 'refused', reason: 'nothing-to-send' };
  const form = rebuildForm(delivery);
  if (form === undefined) return { kind: 'refused', reason: 'no-national-form' };
  const { tables } = form.record;
  const code = tables.get('DONTHUOC')?.rows[0]?.fields.get(CODE_FIELD)?.trim() ?? '';
  // Of a prescription that is specially protected only what others share with it is left.
  if (code === '' || (tables.get('DONTHUOC.THUOC')?.rows.length ?? 0) === 0) {
    return { kind: 'refused', reason: 'nothing-to-send' };
  }
  if (!isWhole(delivery.resources)) return { kind: 'refused', reason: 'partly-restricted' };
  if (!CODE.test(code)) {
    return { kind: 'refused', reason: 'fields-refused', faults: [{ field: CODE_FIELD, code: '?' }] };
  }
  const doctor = doctorOf(form.bytes, delivery, config);
  if ('kind' in doctor) return doctor;
  return { key: code, contentType: 'application/json', bytes: form.bytes };
}

/** False when a drug, a diagnosis or a course that the prescription refers to was taken out: the rest would be another prescription. */
function isWhole(resources: readonly Resource[]): boolean {
  const there = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const groups = resources.filter((resource): resource is RequestGroup => resource.resourceType === 'RequestGroup');
  return groups
    .flatMap(({ action = [], reasonReference = [], basedOn = [] }) => [
      ...action.map(({ resource }) => resource),
      ...reasonReference,
      ...basedOn,
    ])
    .every((reference) => reference?.reference === undefined || there.has(reference.reference));
}

/** The doctor whom the prescription names, at the facility as the system knows it. */
function doctorOf(
  bytes: Buffer,
  { facility }: LeasedDelivery,
  { facilityIds }: PrescriptionDestinationConfig,
): Doctor | Unsendable {
  const prescription = parseObject(bytes.toString('utf8'));
  const code = textAt(prescription, DOCTOR_FIELD).trim();
  if (code === '') return { kind: 'refused', reason: 'doctor-missing' };
  const own = Object.hasOwn(facilityIds, facility) ? facilityIds[facility] : undefined;
  const facilityId = own ?? textAt(prescription, FACILITY_FIELD).trim();
  if (facilityId === '') return { kind: 'misconfigured', reason: 'facility-id-missing' };
  return { code, facilityId };
}
