import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../src/config/paths.ts';
import { loadRuleCatalogue } from '../src/fhir/rule-catalogue.ts';
import { readRuleExamples } from './rules/rule-examples.ts';
import { renderRulePage } from './rules/rule-page.ts';
import { writeCompiled } from './yaml/write-compiled.ts';

/** Compiles profiles/rules, and writes docs/rules.md from the catalogue and the examples of its rules. */
writeCompiled(PATHS.root, 'rules');
const { rules } = loadRuleCatalogue(PATHS.rules);
const file = join(PATHS.root, 'docs', 'rules.md');
writeFileSync(file, renderRulePage(rules, readRuleExamples()));
process.stdout.write(`${file}: ${rules.length} rules\n`);
