import { startsWithBom } from '../fhir/json/utf8.ts';
import type { Limits } from '../types/config.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import { isUtf8Name } from './encoding-name.ts';
import type { XmlFault, XmlReader } from './parse-xml.ts';

export interface DocumentContext {
  readonly rules: RuleCatalogue;
  readonly limits: Pick<Limits, 'maxDepth' | 'maxNodes'>;
}

const RULE_OF_FAULT = {
  syntax: 'LT-D004',
  doctype: 'LT-D005',
  depth: 'LT-D006',
  elements: 'LT-D007',
  truncated: 'LT-D009',
} as const;

/** Why a whole XML document cannot be read, at its line and column (LT-D004 to LT-D007, LT-D009). */
export function xmlFault({ reason, line, column }: XmlFault, { rules, limits }: DocumentContext): Issue {
  const place = `line ${line}, column ${column}`;
  return rules.issue(RULE_OF_FAULT[reason], {
    place,
    with: { line, column, depth: limits.maxDepth, elements: limits.maxNodes },
  });
}

/**
 * What was tolerated in a whole XML document: a byte order mark (LT-D012), another encoding declared (LT-D013),
 * forbidden characters (LT-D014).
 *
 * @param name what the texts call the document: GIAMDINHHS, or a table.
 */
export function documentIssues(bytes: Buffer, reader: XmlReader, name: string, rules: RuleCatalogue): Issue[] {
  const issues: Issue[] = [];
  if (startsWithBom(bytes)) issues.push(rules.issue('LT-D012', { place: 'line 1, column 1' }));
  if (reader.encoding !== null && !isUtf8Name(reader.encoding)) {
    issues.push(rules.issue('LT-D013', { place: 'line 1', with: { place: name } }));
  }
  if (reader.illegalCharacters !== null) {
    const { line, column, count } = reader.illegalCharacters;
    const place = `line ${line}, column ${column}`;
    issues.push(rules.issue('LT-D014', { place, with: { place: name, line, column, count } }));
  }
  return issues;
}

/** Elements around the records that no form knows: named when they are names, and kept (LT-D016). */
export function unknownElements(names: ReadonlySet<string>, root: string, rules: RuleCatalogue): Issue {
  const shown = [...names].filter((name) => /^[A-Za-z0-9_]{1,40}$/.test(name)).join(', ');
  return rules.issue('LT-D016', { place: root, with: { root, elements: shown === '' ? '?' : shown } });
}
