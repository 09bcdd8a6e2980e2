import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { Fault } from './fault.ts';
import { locate, type Place } from './fault-place.ts';
import { isPrimitive, PRIMITIVES } from './primitives.ts';

/** Rules of R4 itself, by the keyword that does not hold. */
const R4_RULES: Readonly<Record<string, string>> = {
  elements: 'LT-V001',
  minProperties: 'LT-V008',
  hasContent: 'LT-V008',
  paired: 'LT-V009',
  choices: 'LT-V010',
  resourceType: 'LT-V011',
  codedIn: 'LT-V012',
  valueXorExtension: 'LT-V013',
};

/** Rules of profiles, likewise. */
const PROFILE_RULES: Readonly<Record<string, string>> = {
  const: 'LT-V024',
  matches: 'LT-V025',
  is: 'LT-V026',
  codedIn: 'LT-V026',
  notBelow: 'LT-V027',
  notAbove: 'LT-V027',
  maxLength: 'LT-V028',
};

/** Names that may be shown: those an element could have. What a sender makes up may say anything. */
const ELEMENT_NAME = /^_?[A-Za-z][A-Za-z0-9]{0,63}(?:\[x\])?$/;

/** A fault as an issue with its rule, its FHIRPath, and a text that names elements but no value that was sent. */
export function toIssue(fault: Fault, resource: unknown, expression: string, rules: RuleCatalogue): Issue {
  const { params, profile } = fault;
  const place = locate(resource, fault.instancePath, expression);
  const child = [params['property'], params['element']].find((name) => typeof name === 'string');
  const isShown = child !== undefined && ELEMENT_NAME.test(child);
  return rules.issue(profile === undefined ? r4Rule(fault, place) : profileRule(fault), {
    expression: isShown ? `${place.expression}.${child.replace('[x]', '')}` : place.expression,
    with: {
      element: isShown ? child : place.name,
      ...typeWords(params),
      ...(profile === undefined ? {} : { profile }),
    },
  });
}

function typeWords({ type, valueSet }: Fault['params']): Record<string, string> {
  return {
    ...(typeof type === 'string' && isPrimitive(type) ? { type, form: PRIMITIVES[type].form } : {}),
    ...(typeof valueSet === 'string' ? { valueSet } : {}),
  };
}

function r4Rule(fault: Fault, { value }: Place): string {
  const { keyword, params } = fault;
  if (keyword === 'cardinality') return params['limit'] === 'min' ? 'LT-V002' : 'LT-V003';
  if (keyword === 'profile') return params['isKnown'] === true ? 'LT-V021' : 'LT-V020';
  if (keyword === 'each') return Array.isArray(value) ? 'LT-V008' : 'LT-V005';
  if (keyword === 'type') return Array.isArray(value) ? 'LT-V006' : 'LT-V007';
  if (keyword === 'is') return valueRule(fault, value);
  return ruleOf(R4_RULES, keyword);
}

/** Why a value is not of its primitive type. */
function valueRule({ params }: Fault, value: unknown): string {
  if (value === '') return 'LT-V008';
  if (value === null) return 'LT-V009';
  if (Array.isArray(value)) return 'LT-V006';
  return typeof params['valueSet'] === 'string' && PRIMITIVES.code.holds(value) ? 'LT-V012' : 'LT-V004';
}

function profileRule({ keyword, params }: Fault): string {
  if (keyword === 'cardinality') return params['limit'] === 'min' ? 'LT-V022' : 'LT-V023';
  return ruleOf(PROFILE_RULES, keyword);
}

function ruleOf(rules: Readonly<Record<string, string>>, keyword: string): string {
  const rule = rules[keyword];
  if (rule === undefined) throw new Error(`no rule stands for the keyword ${keyword}`);
  return rule;
}
