import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PATHS } from '../src/config/paths.ts';
import { loadRuleCatalogue } from '../src/fhir/rule-catalogue.ts';
import { COMPILED_NAME, compileYamlFolder } from '../src/fhir/yaml-folder.ts';
import { readRuleExamples } from './rules/rule-examples.ts';
import { renderRulePage } from './rules/rule-page.ts';

/** Writes what programs read in place of profiles/rules/*.yaml, and docs/rules.md from the catalogue and its examples. */
const compiled = join(PATHS.rules, COMPILED_NAME);
mkdirSync(dirname(compiled), { recursive: true });
writeFileSync(compiled, compileYamlFolder(PATHS.rules));
const { rules } = loadRuleCatalogue(PATHS.rules);
const file = join(PATHS.root, 'docs', 'rules.md');
writeFileSync(file, renderRulePage(rules, readRuleExamples()));
process.stdout.write(`${compiled}\n${file}: ${rules.length} rules\n`);
