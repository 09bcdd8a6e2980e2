import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirPathSyntaxError } from '../../src/validate/fhirpath/fhirpath-error.ts';
import type { BinaryOperator, Expression } from '../../src/validate/fhirpath/syntax/expression.ts';
import { parseFhirPath } from '../../src/validate/fhirpath/syntax/parse-fhirpath.ts';
import { clock, dateTime, partialDate } from '../support/fhirpath-arbitraries.ts';
import { printFhirPath } from '../support/print-fhirpath.ts';

describe('parsing', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'B', '0', '_', 'é', ' ', "'", '\\', '`'),
    minLength: 1,
    maxLength: 5,
  });
  const leaf: fc.Arbitrary<Expression> = fc.oneof(
    fc.constant<Expression>({ kind: 'empty', at: 0 }),
    name.map((text): Expression => ({ kind: 'variable', name: text, at: 0 })),
    fc
      .constantFrom('$this', '$index', '$total')
      .map((special): Expression => ({ kind: 'special', name: special as '$this', at: 0 })),
    name.map((text): Expression => ({ kind: 'member', of: undefined, name: text, at: 0 })),
    name.map((text): Expression => literal('System.String', text)),
    fc.boolean().map((value) => literal('System.Boolean', value)),
    fc.nat().map((value) => literal('System.Integer', value)),
    partialDate.map((text) => literal('System.Date', text)),
    dateTime.map((text) => literal('System.DateTime', text)),
    clock.map((text) => literal('System.Time', text)),
  );
  const operator = fc.constantFrom<BinaryOperator>(
    '*',
    '/',
    'div',
    'mod',
    '+',
    '-',
    '&',
    '|',
    '<',
    '>=',
    '=',
    '~',
    '!=',
    'in',
    'contains',
    'and',
    'or',
    'xor',
    'implies',
  );
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      leaf,
      fc.tuple(tie('expression'), name).map(([of, text]): Expression => ({ kind: 'member', of, name: text, at: 0 })),
      fc
        .tuple(fc.option(tie('expression'), { nil: undefined }), name, fc.array(tie('expression'), { maxLength: 2 }))
        .map(([of, text, parameters]): Expression => ({ kind: 'call', of, name: text, parameters, at: 0 })),
      fc
        .tuple(tie('expression'), tie('expression'))
        .map(([of, index]): Expression => ({ kind: 'indexer', of, index, at: 0 })),
      fc
        .tuple(fc.constantFrom('+', '-'), tie('expression'))
        .map(([sign, operand]): Expression => ({ kind: 'sign', sign: sign as '+', operand, at: 0 })),
      fc
        .tuple(operator, tie('expression'), tie('expression'))
        .map(([one, left, right]): Expression => ({ kind: 'binary', operator: one, left, right, at: 0 })),
      fc.tuple(fc.constantFrom('is', 'as'), tie('expression'), fc.option(name, { nil: undefined }), name).map(
        ([one, operand, namespace, text]): Expression => ({
          kind: 'type',
          operator: one as 'is',
          operand,
          type: { namespace, name: text },
          at: 0,
        }),
      ),
    ),
  }));

  it('finds what was printed', () => {
    fc.assert(
      fc.property(expression, (one) => {
        expect(withoutPlaces(parseFhirPath(printFhirPath(one)))).toEqual(withoutPlaces(one));
      }),
      { numRuns: 300 },
    );
  });

  it('reads any text, or says where it cannot', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'name',
        '.',
        '(',
        ')',
        '[',
        ']',
        "'x'",
        '1',
        '@2020',
        '@T',
        'and',
        '|',
        '%',
        '$this',
        '{}',
        ' ',
        '/*',
        '//',
        '\\',
        '`',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join('')),
          fc.string({ unit: 'binary-ascii' }),
        ),
        (text) => {
          try {
            parseFhirPath(text);
          } catch (error) {
            expect(error).toBeInstanceOf(FhirPathSyntaxError);
            expect((error as FhirPathSyntaxError).position).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

function literal(type: string, value: unknown): Expression {
  return { kind: 'literal', node: { type, value }, at: 0 };
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (key === 'at' ? [] : [[key, withoutPlaces(part)]])),
  );
}
