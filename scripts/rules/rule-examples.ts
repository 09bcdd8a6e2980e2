import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';

type Change = Readonly<Record<string, string | null>>;

/** A change of the faultless record (test/cases/business/faultless.yaml). */
export interface RuleExample {
  /** Fields of the first row of a table. */
  readonly change?: Readonly<Record<string, Change>>;
  /** More rows of a table, each the first row with changes. */
  readonly rows?: Readonly<Record<string, readonly Change[]>>;
  /** Other tables, with one row. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Tables that are left out. */
  readonly without?: readonly string[];
}

/** What a rule finds, and where; what it lets pass. */
export interface RuleExamples {
  readonly fails: readonly (RuleExample & { readonly at: string })[];
  readonly passes: readonly RuleExample[];
}

/** The examples of all business rules, by rule id. Throws on a rule whose examples stand in two files. */
export function readRuleExamples(): ReadonlyMap<string, RuleExamples> {
  const folder = join(PATHS.root, 'test/cases/business/examples');
  const entries = readdirSync(folder).flatMap((name) =>
    Object.entries(parse(readFileSync(join(folder, name), 'utf8')) as Record<string, RuleExamples>),
  );
  const examples = new Map(entries);
  if (examples.size < entries.length) throw new Error('a rule has its examples in two files');
  return examples;
}
