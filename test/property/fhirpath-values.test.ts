import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadBaseDefinitions } from '../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../src/validate/definitions/create-type-model.ts';
import { evaluateFhirPath } from '../../src/validate/fhirpath/evaluate-fhirpath.ts';
import { FhirPathError } from '../../src/validate/fhirpath/fhirpath-error.ts';
import { clock, date, dateTime, decimal, partialDate } from '../support/fhirpath-arbitraries.ts';

const model = createTypeModel(loadBaseDefinitions());

function evaluate(text: string): unknown[] {
  return evaluateFhirPath(text, { resourceType: 'Patient' }, { model });
}

function orError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof FhirPathError) return error.name;
    throw error;
  }
}

describe('conversion', () => {
  const source = fc.oneof(
    fc
      .string({ unit: fc.constantFrom('1', '.', '-', 't', 'r', 'u', 'e', 'T', ':', '0'), maxLength: 6 })
      .map((text) => `'${text}'`),
    decimal.map((text) => `(${text})`),
    partialDate.map((text) => `@${text}`),
    partialDate.map((text) => `'${text}'`),
    dateTime.map((text) => `'${text}'`),
    clock.map((text) => `'${text}'`),
    fc.constantFrom('true', 'false', "(4 'mg')", '4 days', "'4 days'", '{}'),
  );

  it('convertsToX() says whether toX() gives something', () => {
    const type = fc.constantFrom('Boolean', 'Integer', 'Decimal', 'Quantity', 'String', 'Date', 'DateTime', 'Time');
    fc.assert(
      fc.property(source, type, (text, name) => {
        const [converts] = evaluate(`${text}.convertsTo${name}()`);
        expect(converts ?? false).toBe(evaluate(`${text}.to${name}()`).length === 1);
      }),
      { numRuns: 500 },
    );
  });

  it('what a text was made of is found in it again', () => {
    fc.assert(
      fc.property(decimal, partialDate, dateTime, clock, (number, day, moment, time) => {
        expect(evaluate(`(${number}).toString().toDecimal() = ${number}`)).toEqual([true]);
        expect(evaluate(`@${day}.toString().toDate() = @${day}`)).toEqual([true]);
        expect(evaluate(`@${moment}.toString().toDateTime() = @${moment}`)).toEqual([true]);
        expect(evaluate(`@T${time}.toString().toTime() = @T${time}`)).toEqual([true]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('boundaries', () => {
  it('enclose the value', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          decimal.map((text) => `(${text})`),
          partialDate.map((text) => `@${text}`),
        ),
        (value) => {
          const [low] = evaluate(`${value}.lowBoundary() <= ${value}.highBoundary()`);
          expect(low).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of a decimal are one unit of its last digit apart', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const digits = text.split('.')[1]?.length ?? 0;
        const width = digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`;
        expect(evaluate(`(${text}).highBoundary() - (${text}).lowBoundary() = ${width}`)).toEqual([true]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('arithmetic', () => {
  /** Whole numbers of FHIRPath have 32 bits. */
  const asDecimal = (text: string): string => (text.includes('.') ? text : `${text}.0`);

  it('is exact', () => {
    fc.assert(
      fc.property(decimal.map(asDecimal), decimal.map(asDecimal), (left, right) => {
        expect(evaluate(`(${left}) + (${right}) - (${right}) = (${left})`)).toEqual([true]);
        expect(evaluate(`(${left}) * (${right}) = (${right}) * (${left})`)).toEqual([true]);
        const parts = evaluate(`((${left}) div (${right})) * (${right}) + ((${left}) mod (${right})) = (${left})`);
        const isWhole = Math.abs(Number(left) / Number(right)) < 2 ** 31;
        expect(parts).toEqual(isWhole ? [true] : []);
      }),
      { numRuns: 200 },
    );
  });

  it('of days is that of the calendar', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -40_000, max: 40_000 }), ([year = '', month, day], days) => {
        const moved = new Date(`${year}-${month}-${day}T00:00:00Z`);
        moved.setUTCDate(moved.getUTCDate() + days);
        const isOfEra = moved.getUTCFullYear() >= 1 && moved.getUTCFullYear() <= 9999;
        expect(evaluate(`@${year}-${month}-${day} ${days < 0 ? '-' : '+'} ${Math.abs(days)} days`)).toEqual(
          isOfEra ? [moved.toISOString().slice(0, 10)] : [],
        );
      }),
      { numRuns: 200 },
    );
  });

  it('of hours keeps the distance', () => {
    fc.assert(
      fc.property(dateTime, fc.integer({ min: 0, max: 100_000 }), (text, hours) => {
        const [moved] = evaluate(`@${text} + ${hours} hours`);
        const before = Date.parse(text);
        if (moved !== undefined && text >= '0100') expect(Date.parse(String(moved)) - before).toBe(hours * 3_600_000);
      }),
      { numRuns: 200 },
    );
  });
});

describe('order', () => {
  it('of moments is that of time', () => {
    fc.assert(
      fc.property(dateTime, dateTime, (left, right) => {
        if (left < '0100' || right < '0100') return;
        expect(evaluate(`@${left} < @${right}`)).toEqual([Date.parse(left) < Date.parse(right)]);
        expect(evaluate(`@${left} = @${right}`)).toEqual([Date.parse(left) === Date.parse(right)]);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same from both sides, and uncertain from both', () => {
    const value = fc.oneof(
      fc.oneof(partialDate, dateTime).map((text) => `@${text}`),
      decimal.map((text) => `(${text})`),
      fc
        .tuple(fc.nat(999), fc.constantFrom('g', 'mg', 'kg', 'm', 'cm', 's'))
        .map(([count, unit]) => `${count} '${unit}'`),
    );
    fc.assert(
      fc.property(value, value, (left, right) => {
        const both = [`${left} < ${right}`, `${right} > ${left}`].map((text) => orError(() => evaluate(text)));
        expect(both[0]).toEqual(both[1]);
        const equal = [`${left} = ${right}`, `${right} = ${left}`].map((text) => evaluate(text));
        expect(equal[0]).toEqual(equal[1]);
        if (equal[0]?.[0] === true) expect(evaluate(`${left} ~ ${right}`)).toEqual([true]);
      }),
      { numRuns: 300 },
    );
  });
});
