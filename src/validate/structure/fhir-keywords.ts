import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, type Name, stringify } from 'ajv';
import { Type } from 'ajv/dist/compile/util.js';
import type { CheckRuntime } from './check-runtime.ts';
import type { CardinalitySchema, IsSchema } from './fhir-schema.ts';

/** The keywords of fhir-schema.ts as ajv takes them: each generates code that calls the runtime. */
export function fhirKeywords(runtime: CheckRuntime): CodeKeywordDefinition[] {
  return [isKeyword(runtime), elementsKeyword, eachKeyword, cardinalityKeyword, ...objectKeywords(runtime)];
}

/** `is`: the value is of a FHIR type. */
function isKeyword(runtime: CheckRuntime): CodeKeywordDefinition {
  return {
    keyword: 'is',
    schemaType: 'object',
    error: { message: '', params: ({ schema }) => _`{type: ${schema.type}, valueSet: ${schema.valueSet ?? null}}` },
    code(cxt) {
      const { type, valueSet, orNull } = cxt.schema as IsSchema;
      const holds =
        valueSet === undefined
          ? _`${constant(cxt, runtime.type(type), _`fhir.type(${type})`)}(${cxt.data})`
          : _`${constant(cxt, runtime.codes(valueSet), _`fhir.codes(${valueSet})`)}.has(${cxt.data})`;
      cxt.fail(orNull ? _`${cxt.data} !== null && !${holds}` : _`!${holds}`);
    },
  };
}

/**
 * `elements`: schemas of the properties that an object may have; any other is an unknown element. Looks only at the
 * properties that are there, which in FHIR are few of many (an Extension may have any of 70).
 */
const elementsKeyword: CodeKeywordDefinition = {
  keyword: 'elements',
  type: 'object',
  schemaType: 'object',
  error: { message: '', params: ({ params }) => _`{property: ${params['property']}}` },
  code(cxt) {
    const { gen, data } = cxt;
    const property = gen.name('property');
    gen.forIn(property, data, () => {
      gen.if(_`${data}[${property}] !== undefined`);
      gen.if(false);
      for (const name of Object.keys(cxt.schema)) {
        gen.elseIf(_`${property} === ${name}`);
        cxt.subschema({ keyword: 'elements', schemaProp: name, dataProp: name }, gen.name('valid'));
      }
      gen.else();
      cxt.setParams({ property });
      cxt.error();
      gen.endIf();
      gen.endIf();
    });
  },
};

/** `each`: an array with at least one item, and the schema of its items. */
const eachKeyword: CodeKeywordDefinition = {
  keyword: 'each',
  schemaType: 'object',
  code(cxt) {
    const { gen, data } = cxt;
    cxt.failResult(_`!Array.isArray(${data}) || ${data}.length === 0`, () => {
      gen.forRange('index', 0, _`${data}.length`, (index) => {
        cxt.subschema({ keyword: 'each', dataProp: index, dataPropType: Type.Num }, gen.name('valid'));
      });
    });
  },
};

/** `cardinality`: elements are there often enough and not too often. */
const cardinalityKeyword: CodeKeywordDefinition = {
  keyword: 'cardinality',
  type: 'object',
  schemaType: 'array',
  error: { message: '', params: ({ params }) => _`{element: ${params['element']}, limit: ${params['limit']}}` },
  code(cxt) {
    for (const { element, properties, min, max } of cxt.schema as readonly CardinalitySchema[]) {
      const carriers = properties.flatMap((name) => [_`${cxt.data}[${name}]`, _`${cxt.data}[${`_${name}`}]`]);
      if (min > 0) {
        cxt.setParams({ element, limit: 'min' });
        cxt.fail(min === 1 ? noneOf(carriers) : _`${countOf(carriers)} < ${min}`);
      }
      if (max !== null) {
        cxt.setParams({ element, limit: 'max' });
        cxt.fail(_`${countOf(carriers)} > ${max}`);
      }
    }
  },
};

function noneOf(carriers: readonly Code[]): Code {
  return joined(
    carriers.map((value) => _`${value} === undefined`),
    _` && `,
  );
}

/** Number of values: the longer of an array and its sibling array; 1 for a value that is not an array. */
function countOf(carriers: readonly Code[]): Code {
  const counts = carriers.map(
    (value) => _`(${value} === undefined ? 0 : Array.isArray(${value}) ? ${value}.length : 1)`,
  );
  return _`Math.max(${joined(counts, _`, `)})`;
}

function joined(parts: readonly Code[], separator: Code): Code {
  return parts.reduce((whole, part) => _`${whole}${separator}${part}`);
}

function objectKeywords(runtime: CheckRuntime): CodeKeywordDefinition[] {
  const fhir = (cxt: KeywordCxt) => constant(cxt, runtime, _`fhir`);
  return [
    objectKeyword('hasContent', (cxt) => _`!${fhir(cxt)}.hasContent(${cxt.data})`),
    objectKeyword('valueXorExtension', (cxt) => _`!${fhir(cxt)}.hasValueXorExtension(${cxt.data})`),
    objectKeyword('choices', (cxt) => {
      const code = _`fhir.makeChoiceCheck(${stringify(cxt.schema)})`;
      return _`${constant(cxt, runtime.makeChoiceCheck(cxt.schema), code)}(${cxt.data})`;
    }),
    objectKeyword('paired', (cxt) => {
      const names = constant(cxt, cxt.schema, _`${stringify(cxt.schema)}`);
      return _`${fhir(cxt)}.findUnpaired(${cxt.data}, ${names})`;
    }),
    objectKeyword('codedIn', (cxt) => {
      const systems = constant(cxt, runtime.systems(cxt.schema), _`fhir.systems(${cxt.schema})`);
      return _`!${fhir(cxt)}.isCodedIn(${cxt.data}, ${systems})`;
    }),
  ];
}

/** A keyword for objects. Its expression gives a falsy value when all is well, else true or the name of the element. */
function objectKeyword(keyword: string, fault: (cxt: KeywordCxt) => Code): CodeKeywordDefinition {
  return {
    keyword,
    type: 'object',
    error: { message: '', params: ({ params }) => _`{element: ${params['found']}, valueSet: ${params['valueSet']}}` },
    code(cxt) {
      const found = cxt.gen.const('found', fault(cxt));
      cxt.setParams({ found, valueSet: stringify(typeof cxt.schema === 'string' ? cxt.schema : null) });
      cxt.fail(found);
    },
  };
}

/** A value that the compiled check refers to, and the code that makes it again in a generated file. */
function constant(cxt: KeywordCxt, ref: unknown, code: Code): Name {
  return cxt.gen.scopeValue('obj', { ref, code, key: `${code}` });
}
