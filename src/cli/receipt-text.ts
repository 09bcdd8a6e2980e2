import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { englishOf } from '../fhir/told-issues.ts';
import type { Receipt, RecordReceipt } from '../types/receipt.ts';
import { renderDelivery } from './delivery-text.ts';
import type { Language } from './language.ts';
import { isJsonObject } from './read-json-file.ts';

const WORDS = {
  vi: {
    states: { accepted: 'đã nhận', 'partly-accepted': 'nhận một phần', quarantined: 'tạm giữ', refused: 'bị từ chối' },
    severities: { fatal: 'nghiêm trọng', error: 'lỗi', warning: 'cảnh báo', information: 'thông tin' },
    resources: (count: number) => `${count} tài nguyên`,
  },
  en: {
    states: {
      accepted: 'accepted',
      'partly-accepted': 'partly accepted',
      quarantined: 'in quarantine',
      refused: 'refused',
    },
    severities: { fatal: 'fatal', error: 'error', warning: 'warning', information: 'information' },
    resources: (count: number) => `${count} ${count === 1 ? 'resource' : 'resources'}`,
  },
} as const;

/** True for a receipt as the gateway answers it. */
export function isReceipt(body: unknown): body is Receipt {
  return isJsonObject(body) && typeof body['id'] === 'string' && Array.isArray(body['records']);
}

/** True for an OperationOutcome. */
export function isOutcome(body: unknown): body is OperationOutcome {
  return isJsonObject(body) && body['resourceType'] === 'OperationOutcome' && Array.isArray(body['issue']);
}

/** The state of a submission or a record, in words. */
export function describeState(state: Receipt['state'] | RecordReceipt['state'], language: Language): string {
  return WORDS[language].states[state];
}

/** A record with its issues and deliveries, one line each, two blanks deeper each level. */
export function renderRecord(record: RecordReceipt, language: Language): readonly string[] {
  const words = WORDS[language];
  const state = describeState(record.state, language);
  return [
    `  ${record.key}: ${state}, ${words.resources(record.resources)}`,
    ...renderOutcome(record.outcome, language).map((line) => `  ${line}`),
    ...record.deliveries.flatMap((delivery) => renderDelivery(delivery, language).map((line) => `    ${line}`)),
  ];
}

/** Issues that carry a rule, one line each: rule, severity, place in the sender's file, text. The "all ok" one is left out. */
export function renderOutcome({ issue }: OperationOutcome, language: Language): readonly string[] {
  return issue.flatMap((found) => {
    const rule = found.details?.coding?.[0]?.code;
    const place = found.diagnostics ?? found.expression?.[0];
    return rule === undefined ? [] : [`  ${rule} ${renderIssue(found, place, language)}`];
  });
}

/** Severity, place and text of an issue. */
export function renderIssue(issue: OperationOutcomeIssue, place: string | undefined, language: Language): string {
  const text = language === 'en' ? englishOf(issue) : undefined;
  return `${WORDS[language].severities[issue.severity]}${place === undefined ? '' : ` ${place}`}: ${text ?? issue.details?.text ?? ''}`;
}

/** Lines for a terminal; control characters from outside show as `?`. */
export function toTerminalText(lines: readonly string[]): string {
  return lines.map((line) => `${line.replace(/\p{Cc}/gu, '?')}\n`).join('');
}
