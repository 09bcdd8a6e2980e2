import { expect } from '@jest/globals';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { HttpAnswer } from './http-exchange.ts';

const VIETNAMESE = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i;

/** One issue of an OperationOutcome, as a sender reads it. */
export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly vi: string;
  readonly en: string;
  readonly place: string | undefined;
  readonly expression: string | undefined;
}

interface OutcomeIssue {
  readonly severity: string;
  readonly code: string;
  readonly details: {
    readonly coding: readonly [{ readonly system: string; readonly code: string }];
    readonly text: string;
    readonly _text: {
      readonly extension: readonly [
        { readonly extension: readonly [{ readonly valueCode: 'en' }, { readonly valueString: string }] },
      ];
    };
  };
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}

/** The issues of an outcome. Expects each to have its rule id, a Vietnamese text and its English translation. */
export function findingsIn(outcome: OperationOutcome): readonly Finding[] {
  expect(outcome.resourceType).toBe('OperationOutcome');
  return (outcome.issue as unknown as readonly OutcomeIssue[]).map(({ severity, details, diagnostics, expression }) => {
    const [{ system, code }] = details.coding;
    const [language, content] = details._text.extension[0].extension;
    expect(system).toMatch(/^https:\/\/lienthong\.example\/fhir\/CodeSystem\//);
    expect(code).toMatch(/^LT-[A-Z]\d{3}$/);
    expect(details.text).toMatch(VIETNAMESE);
    expect([language.valueCode, content.valueString]).toEqual(['en', expect.stringMatching(/^[A-Z].*\.$/s)]);
    const texts = { vi: details.text, en: content.valueString };
    expect(`${texts.vi}${texts.en}`).not.toMatch(/\{\w+\}/);
    return { rule: code, severity, ...texts, place: diagnostics, expression: expression?.[0] };
  });
}

/** The issues of an answer that is an OperationOutcome, as `LT-D004 line 3, column 8`. */
export function refusalOf({ headers, body }: HttpAnswer): readonly string[] {
  expect(headers['content-type']).toBe('application/fhir+json');
  return shown(findingsIn(JSON.parse(body)));
}

/** Rule and place (or else FHIRPath) of each. */
export function shown(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, place, expression }) => [rule, place ?? expression].filter(Boolean).join(' '));
}
