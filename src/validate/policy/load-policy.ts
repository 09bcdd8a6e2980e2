import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Schema } from 'ajv';
import { parse } from 'yaml';
import type { Rule } from '../../types/issue.ts';
import type { Policy } from '../../types/policy.ts';
import { compilePolicy } from './compile-policy.ts';
import { parsePolicyFile } from './policy-file.ts';

const DIGEST_LENGTH = 8;

/**
 * Reads the policy of a deployment, checks it against its schema and compiles it against the catalogue.
 * Refuses (throws, one line: file, place, what is wrong) a file that cannot be read and what `parsePolicyFile` and
 * `compilePolicy` refuse: a policy with a mistake must not start.
 */
export function loadPolicy(file: string, schemaFile: string, rules: readonly Rule[]): Policy {
  const schema = parse(readFileSync(schemaFile, 'utf8')) as Schema;
  try {
    const text = readFileSync(file, 'utf8');
    const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
    return compilePolicy(parsePolicyFile(text, schema), digest, rules);
  } catch (error) {
    throw new Error(`policy ${file}: ${(error as Error).message}`);
  }
}
