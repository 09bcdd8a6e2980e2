import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, type Name, stringify } from 'ajv';
import type { findUnpaired, hasContent, hasValueXorExtension, isCodedIn, makeChoiceCheck } from './object-rules.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Value of `is`: the FHIR type of a value, the value set its code is from, and whether null may stand for it. */
export interface IsSchema {
  readonly type: string;
  readonly valueSet?: string;
  readonly orNull?: true;
}

/** One item of `cardinality`: how often an element must and may stand, whatever properties carry it. */
export interface CardinalitySchema {
  /** Name of the element in its definition: `status`, `value[x]`. */
  readonly element: string;
  /** `status`; all types of a choice. Each may have its `_` sibling beside it or instead. */
  readonly properties: readonly string[];
  readonly min: number;
  /** Null: any number. */
  readonly max: number | null;
}

/** Value of `choices`: by element name, the properties of which only one may stand. */
export type ChoicesSchema = Readonly<Record<string, readonly string[]>>;

export type ValueCheck = (value: unknown) => boolean;

/** What compiled checks call by name; generated code receives it as `fhir`. */
export interface CheckRuntime {
  /** Check of a type. May be asked for before that type is loaded: types refer to each other in circles. */
  readonly type: (name: string) => ValueCheck;
  /** All codes of a value set, of whatever system. */
  readonly codes: (valueSet: string) => ReadonlySet<string>;
  /** Codes of a value set by system. */
  readonly systems: (valueSet: string) => ReadonlyMap<string, ReadonlySet<string>>;
  readonly makeChoiceCheck: typeof makeChoiceCheck;
  readonly findUnpaired: typeof findUnpaired;
  readonly hasContent: typeof hasContent;
  readonly hasValueXorExtension: typeof hasValueXorExtension;
  readonly isCodedIn: typeof isCodedIn;
}

/** The keywords that FHIR needs beyond JSON Schema. Each generates code that calls the runtime. */
export function fhirKeywords(runtime: CheckRuntime): CodeKeywordDefinition[] {
  return [isKeyword(runtime), elementsKeyword, cardinalityKeyword, ...objectKeywords(runtime)];
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

/** `is`: the value is of a FHIR type. */
function isKeyword(runtime: CheckRuntime): CodeKeywordDefinition {
  return {
    keyword: 'is',
    schemaType: 'object',
    code(cxt) {
      const { type, valueSet, orNull } = cxt.schema as IsSchema;
      const check =
        valueSet === undefined
          ? _`${constant(cxt, runtime.type(type), _`fhir.type(${type})`)}(${cxt.data})`
          : _`${constant(cxt, runtime.codes(valueSet), _`fhir.codes(${valueSet})`)}.has(${cxt.data})`;
      cxt.fail(orNull ? _`${cxt.data} !== null && !${check}` : _`!${check}`);
    },
  };
}

/** `cardinality`: elements are there often enough and not too often. */
const cardinalityKeyword: CodeKeywordDefinition = {
  keyword: 'cardinality',
  type: 'object',
  schemaType: 'array',
  error: { message: '', params: ({ params }) => _`{element: ${params['element']}, limit: ${params['limit']}}` },
  code(cxt) {
    for (const { element, properties, min, max } of cxt.schema as readonly CardinalitySchema[]) {
      const carriers = properties.flatMap((property) => [_`${cxt.data}[${property}]`, _`${cxt.data}[${`_${property}`}]`]);
      if (min > 0) {
        cxt.setParams({ element, limit: 'min' });
        cxt.fail(min === 1 ? joined(carriers.map((value) => _`${value} === undefined`), _` && `) : _`${countOf(carriers)} < ${min}`);
      }
      if (max !== null) {
        cxt.setParams({ element, limit: 'max' });
        cxt.fail(_`${countOf(carriers)} > ${max}`);
      }
    }
  },
};

/** Number of values: the longer of an array and its sibling array; 1 for a value that is not an array. */
function countOf(carriers: readonly Code[]): Code {
  const counts = carriers.map((value) => _`(${value} === undefined ? 0 : Array.isArray(${value}) ? ${value}.length : 1)`);
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
      const check = constant(cxt, runtime.makeChoiceCheck(cxt.schema), _`fhir.makeChoiceCheck(${stringify(cxt.schema)})`);
      return _`${check}(${cxt.data})`;
    }),
    objectKeyword('paired', (cxt) => {
      const names = constant(cxt, cxt.schema, stringify(cxt.schema) as Code);
      return _`${fhir(cxt)}.findUnpaired(${cxt.data}, ${names})`;
    }),
    objectKeyword('codedIn', (cxt) => {
      const systems = constant(cxt, runtime.systems(cxt.schema), _`fhir.systems(${cxt.schema})`);
      return _`!${fhir(cxt)}.isCodedIn(${cxt.data}, ${systems})`;
    }),
  ];
}

/** A keyword for objects whose expression gives a falsy value when all is well, else what the error names. */
function objectKeyword(keyword: string, fault: (cxt: KeywordCxt) => Code): CodeKeywordDefinition {
  return {
    keyword,
    type: 'object',
    error: { message: '', params: ({ params }) => _`{element: ${params['fault']}}` },
    code(cxt) {
      const found = cxt.gen.const('fault', fault(cxt));
      cxt.setParams({ fault: found });
      cxt.fail(found);
    },
  };
}

/** A value that the compiled check refers to, and the code that makes it again in a generated file. */
function constant(cxt: KeywordCxt, ref: unknown, code: Code): Name {
  return cxt.gen.scopeValue('obj', { ref, code, key: `${code}` });
}
