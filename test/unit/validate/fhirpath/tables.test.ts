import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';
import { type EvaluationOptions, evaluateFhirPathTyped } from '../../../../src/validate/fhirpath/evaluate-fhirpath.ts';
import { FhirPathError, FhirPathSyntaxError } from '../../../../src/validate/fhirpath/fhirpath-error.ts';
import { ROOT } from '../../../support/source-files.ts';

interface Case {
  readonly expression: string;
  readonly on?: string;
  readonly variables?: Record<string, unknown>;
  readonly isStrict?: boolean;
  readonly result?: readonly unknown[];
  readonly types?: readonly string[];
  readonly text?: readonly string[];
  /** `check`: wrong without data; `evaluation`: wrong with these data, and not before. */
  readonly error?: 'syntax' | 'check' | 'evaluation';
  readonly position?: number;
}

interface Table {
  readonly source: string;
  readonly cases: readonly Case[];
  /** Truth tables of operators, by the left side. */
  readonly tables?: Record<string, Record<string, readonly (boolean | '-')[]>>;
}

const FOLDER = join(ROOT, 'test/cases/validate/fhirpath');
const read = (name: string): unknown => parse(readFileSync(join(FOLDER, name), 'utf8'));
const inputs = read('inputs.yaml') as Record<string, object>;
const model = createTypeModel(loadBaseDefinitions());
const now = new Date('2024-07-01T05:00:00Z');

function evaluate({ expression, on, variables = {} }: Case, options: Partial<EvaluationOptions> = {}) {
  const input = on === undefined ? { resourceType: 'Patient' } : inputs[on];
  if (input === undefined) throw new Error(`no input ${on}`);
  return evaluateFhirPathTyped(expression, input, { model, now, variables, ...options });
}

function failure(run: () => unknown): unknown {
  try {
    return { gives: run() };
  } catch (error) {
    return error;
  }
}

function expectError(testCase: Case): void {
  const error = failure(() => evaluate(testCase));
  if (testCase.error === 'syntax') {
    expect(error).toBeInstanceOf(FhirPathSyntaxError);
    if (testCase.position !== undefined) expect(error).toHaveProperty('position', testCase.position);
    return;
  }
  expect(error).toBeInstanceOf(FhirPathError);
  expect(error).not.toBeInstanceOf(FhirPathSyntaxError);
  const relaxed = failure(() => evaluate(testCase, { isStrict: false }));
  if (testCase.error === 'evaluation') expect(relaxed).toEqual(error);
}

function expectResult(testCase: Case): void {
  const { isStrict, result, types, text } = testCase;
  const found = evaluate(testCase, isStrict === undefined ? {} : { isStrict });
  if (result !== undefined) expect(found.map(({ value }) => value)).toEqual(result);
  if (types !== undefined) expect(found.map(({ type }) => type)).toEqual(types);
  if (text !== undefined) expect(found.map((one) => one.text)).toEqual(text);
  expect(result ?? types ?? text).toBeDefined();
}

const TABLES = readdirSync(FOLDER).filter((name) => name !== 'inputs.yaml');

describe.each(TABLES)('%s', (name) => {
  const { cases, tables = {} } = read(name) as Table;

  it.each(cases.map((testCase) => [testCase.expression, testCase.on ?? 'nothing', testCase] as const))(
    '%s on %s',
    (_expression, _on, testCase) => {
      if (testCase.error === undefined) expectResult(testCase);
      else if (testCase.isStrict === false)
        expect(failure(() => evaluate(testCase, { isStrict: false }))).toBeInstanceOf(FhirPathError);
      else expectError(testCase);
    },
  );

  const truths = Object.entries(tables).flatMap(([operator, rows]) =>
    Object.entries(rows).flatMap(([left, results]) =>
      ['true', 'false', '{}'].map((right, column) => [`${left} ${operator} ${right}`, results[column]] as const),
    ),
  );
  for (const [expression, truth] of truths) {
    it(`${expression} is ${truth}`, () => {
      expect(evaluate({ expression }).map(({ value }) => value)).toEqual(truth === '-' ? [] : [truth]);
    });
  }
});
