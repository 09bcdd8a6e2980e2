import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';
import { compileFhirPath } from '../../../../src/validate/fhirpath/compile-fhirpath.ts';
import { parseFhirPath } from '../../../../src/validate/fhirpath/syntax/parse-fhirpath.ts';
import type { TypedNode } from '../../../../src/validate/fhirpath/typed-node.ts';

const model = createTypeModel(loadBaseDefinitions());
const resource: TypedNode = { value: { resourceType: 'Patient', id: 'a' }, type: 'Patient' };
const environment = { resource, rootResource: resource };
const names: readonly TypedNode[] = [
  { value: { family: 'Lê', given: ['An'] }, type: 'HumanName' },
  { value: { given: ['Bình', 'Chi'] }, type: 'HumanName' },
];

describe('compileFhirPath()', () => {
  it('evaluates on one node and on several', () => {
    const given = compileFhirPath('given', model);
    expect(given.evaluate(names, environment).map(({ value }) => value)).toEqual(['An', 'Bình', 'Chi']);
    expect(given.evaluate(names[1] as TypedNode, environment)).toHaveLength(2);
    expect(given.evaluate([], environment)).toEqual([]);
  });

  it('takes an expression that was read before', () => {
    const compiled = compileFhirPath(parseFhirPath('$this.count() + %context.count()'), model);
    expect(compiled.evaluate(names, environment)).toEqual([{ type: 'System.Integer', value: 4 }]);
  });

  it('gives nodes with the type that their place has', () => {
    expect(compileFhirPath('family', model).evaluate(names, environment)).toEqual([{ value: 'Lê', type: 'string' }]);
  });

  it('sees a contained resource apart from its container', () => {
    const rootResource: TypedNode = { value: { resourceType: 'Patient', id: 'outer' }, type: 'Patient' };
    const found = compileFhirPath('%resource.id | %rootResource.id', model).evaluate(names, { resource, rootResource });
    expect(found.map(({ value }) => value)).toEqual(['a', 'outer']);
  });

  it('asks the environment', () => {
    const asked: unknown[] = [];
    const answers = {
      ...environment,
      resolve: (reference: string) => {
        asked.push(reference);
        return resource;
      },
      memberOf: (node: TypedNode, valueSet: string) => {
        asked.push([node.value, valueSet]);
        return true;
      },
      conformsTo: (node: TypedNode, profile: string) => {
        asked.push([node.type, profile]);
        return false;
      },
      variables: { limit: [{ type: 'System.Integer', value: 3 }] },
    };
    const evaluate = (text: string) => compileFhirPath(text, model).evaluate(names, answers);
    expect(evaluate("'Patient/a'.resolve().id")).toEqual([{ value: 'a', type: 'id' }]);
    expect(evaluate("first().family.memberOf('http://example.org/vs')")).toEqual([
      { type: 'System.Boolean', value: true },
    ]);
    expect(evaluate("first().conformsTo('http://example.org/p')")).toEqual([{ type: 'System.Boolean', value: false }]);
    expect(evaluate('%limit')).toEqual([{ type: 'System.Integer', value: 3 }]);
    expect(asked).toEqual(['Patient/a', ['Lê', 'http://example.org/vs'], ['HumanName', 'http://example.org/p']]);
  });

  it('tells what is traced only where it was asked to', () => {
    const traced: unknown[] = [];
    const options = { trace: (name: string, nodes: readonly TypedNode[]) => traced.push([name, nodes.length]) };
    compileFhirPath("given.trace('all').where($this = 'An').trace('some', length())", model, options).evaluate(
      names,
      environment,
    );
    expect(traced).toEqual([
      ['all', 3],
      ['some', 1],
    ]);
  });
});
