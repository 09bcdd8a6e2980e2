import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';
import { evaluateFhirPath } from '../../../../src/validate/fhirpath/evaluate-fhirpath.ts';

const model = createTypeModel(loadBaseDefinitions());
const moments = ['2024-02-29T23:30:15.250Z', '2024-03-10T07:30:00.000Z', '1999-12-31T16:59:59.999Z'];

function evaluate(expression: string, moment: string): unknown {
  return evaluateFhirPath(expression, { resourceType: 'Patient' }, { model, now: new Date(moment) })[0];
}

describe.each(moments)('at %s', (moment) => {
  const date = new Date(moment);

  it('now() is the moment, in the zone of the program', () => {
    const text = String(evaluate('now()', moment));
    expect(new Date(text).toISOString()).toBe(moment);
    expect(text.slice(0, 19)).toBe(
      `${local(date.getFullYear(), 4)}-${local(date.getMonth() + 1)}-${local(date.getDate())}T` +
        `${local(date.getHours())}:${local(date.getMinutes())}:${local(date.getSeconds())}`,
    );
  });

  it('today() and timeOfDay() are its parts', () => {
    const now = String(evaluate('now()', moment));
    expect(evaluate('today()', moment)).toBe(now.slice(0, 10));
    expect(evaluate('timeOfDay()', moment)).toBe(now.slice(11, 23));
  });

  it('equals the same moment in other zones', () => {
    expect(evaluate(`now() = @${moment}`, moment)).toBe(true);
    expect(evaluate('now() + 1 hour > now()', moment)).toBe(true);
  });
});

describe('dates and times that are written out', () => {
  it.each([
    ['@2024-03-10 + 1 day', '2024-03-11'],
    ['@2024-03-10T01:30:00-05:00 + 1 hour', '2024-03-10T02:30:00-05:00'],
    ['@2024-11-03T01:30:00-04:00 + 24 hours', '2024-11-04T01:30:00-04:00'],
    ['@2024-03-10T02:30:00 + 0 days', '2024-03-10T02:30:00'],
    ['@2024-03-10T00:00:00+07:00 = @2024-03-09T12:00:00-05:00', true],
    ['@2024-03-10T00:00:00 < @2024-03-10T03:00:00', true],
  ])('%s does not depend on where it runs', (expression, result) => {
    expect(evaluate(expression, moments[0] ?? '')).toBe(result);
  });
});

function local(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}
