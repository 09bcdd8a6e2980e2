import type { Issue, RuleCatalogue } from '../types/issue.ts';
import { MAX_LISTED_FINDINGS } from './element/visit.ts';
import type { Finding } from './finding.ts';
import { type Asked, type InstanceValidator, toIssue } from './instance-validator.ts';
import type { JsonText, TextPlace } from './json/json-text.ts';
import { type JsonTextLimits, parseJsonText } from './json/parse-json-text.ts';
import { findFractionalIntegers } from './json/written-integers.ts';

/** Limits of a text unless a caller sets others. Real resources have a few dozen levels. */
export const DEFAULT_TEXT_LIMITS: JsonTextLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 1_000 };

/** What texts are checked with. */
export interface TextCheck {
  readonly validator: InstanceValidator;
  readonly rules: RuleCatalogue;
  readonly limits: JsonTextLimits;
}

/** A resource in a text that was read; `path` names it by JSON names (`parameter[0].resource`), empty for the whole text. */
export interface ResourceInText {
  readonly json: JsonText;
  readonly path: string;
  readonly resource: unknown;
}

/** A text, and what is wrong about it. */
export interface TextRead {
  readonly json: JsonText | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Checks a resource given as JSON text, of which every issue has its line and column. What JSON does not allow is an
 * issue; of a text that cannot be read, the only one.
 */
export function checkText(source: string | Uint8Array, asked: Asked, check: TextCheck): readonly Issue[] {
  const { json, issues } = readText(source, check);
  return json === undefined
    ? issues
    : [...issues, ...checkInText({ json, path: '', resource: json.value }, asked, check)];
}

/** Reads a JSON text, with what is wrong about the text itself; `json` is undefined when it cannot be read. */
export function readText(source: string | Uint8Array, { validator, rules, limits }: TextCheck): TextRead {
  const { json, findings } = parseJsonText(source, limits);
  const root = json === undefined ? '' : nameOf(json.value, validator);
  return { json, issues: findings.map((finding) => textIssue(finding, finding, root, rules)) };
}

/** Checks a resource in a text. Expressions begin at the resource; lines and columns are those of the text. */
export function checkInText(
  { json, path, resource }: ResourceInText,
  asked: Asked,
  { validator, rules }: Omit<TextCheck, 'limits'>,
): readonly Issue[] {
  const found = validator.findings(resource, asked);
  const told = new Set(found.map(({ jsonPath }) => jsonPath));
  const root = asked.expression ?? nameOf(resource, validator);
  const integers = findFractionalIntegers(json, validator.model)
    .flatMap((finding) => {
      const inside = pathInside(finding.path, path);
      return inside === undefined || told.has(inside) ? [] : [{ ...finding, path: inside }];
    })
    .slice(0, MAX_LISTED_FINDINGS);
  return [
    ...found.map((finding) => placed(toIssue(finding, rules), json.placeOf(joined(path, finding.jsonPath)))),
    ...integers.map((finding) => textIssue(finding, json.placeOf(joined(path, finding.path)), root, rules)),
  ];
}

function textIssue({ rule, path, with: words }: Finding, place: TextPlace, root: string, rules: RuleCatalogue): Issue {
  const expression = path === '' ? root || undefined : `${root}.${path.replace(/(^|\.)_/g, '$1')}`;
  return placed(rules.issue(rule, { expression, ...(words === undefined ? {} : { with: words }) }), place);
}

function placed(issue: Issue, { line, column }: TextPlace): Issue {
  return { ...issue, place: `line ${line}, column ${column}`, position: { line, column } };
}

/** What expressions about a resource begin with: its type, if it has one. */
function nameOf(resource: unknown, { isType }: InstanceValidator): string {
  const type = typeof resource === 'object' && resource !== null && 'resourceType' in resource && resource.resourceType;
  return isType(type) ? type : 'Resource';
}

function joined(path: string, inner: string): string {
  return path === '' || inner === '' ? path + inner : `${path}.${inner}`;
}

/** What is left of a path below another one; undefined when it is not below it. */
function pathInside(path: string, outer: string): string | undefined {
  if (outer === '') return path;
  return path.startsWith(`${outer}.`) ? path.slice(outer.length + 1) : undefined;
}
