import { readFileSync } from 'node:fs';
import { loadConfig } from '../config/load-config.ts';
import { PATHS } from '../config/paths.ts';
import { toLocalDay } from '../fhir/local-time.ts';
import { loadRuleCatalogue } from '../fhir/rule-catalogue.ts';
import { parseDay } from '../measure/days.ts';
import { loadPolicy } from '../validate/policy/load-policy.ts';
import { createRuleDesk, type RuleDesk, type RuleDeskDeps, type RulesInForce } from '../validate/policy/rule-desk.ts';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { readLanguage } from './language.ts';
import { withStore } from './open-store.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { readReportPeriod } from './report-period.ts';
import { renderRule, renderRules } from './rule-text.ts';
import { renderEnforced } from './rules-report-text.ts';

const OPTIONS = {
  facility: { type: 'string' },
  'as-of': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  lang: { type: 'string' },
} as const;

/** `rules`: the rule catalogue, what the policy makes of it, and what would be refused if everything were enforced. */
export const rules: Command = {
  name: 'rules',
  summary: 'show the rules, and what would be refused if all were enforced',
  usage: `Usage: lien-thong rules [RULE…] [--facility CODE] [--as-of DAY] [--lang vi|en]
       lien-thong rules enforced [--from DAY] [--to DAY] [--lang vi|en]

rules            every rule with what it does; with RULE (such as LT-B030) its whole text, remedy and source
rules enforced   how many of the records received in a period would be held back or refused if everything were
                 enforced today, by rule and facility; from the store in DATA_DIR, counts only

  --facility CODE   what holds for this facility (default: for one without settings of its own)
  --as-of DAY       YYYY-MM-DD, the day of receipt (default today)
  --from, --to DAY  days of receipt (default the last 30 days)
  --lang vi|en      language of the texts (default vi)
  --json            as GET /rules and GET /reports/enforced give it`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    const language = readLanguage(values.lang);
    const { facility, from, to, json = false } = values;
    if (positionals[0] === 'enforced') {
      refuseExtra(positionals, 1);
      refuseOthers({ '--facility': facility, '--as-of': values['as-of'] });
      const period = readReportPeriod({ from, to }, io.clock());
      const report = await withStore(io, (store) => createDesk(io, store.judgements).enforced(period));
      io.stdout.write(json ? `${JSON.stringify(report)}\n` : renderEnforced(report, language));
      return 0;
    }
    refuseOthers({ '--from': from, '--to': to });
    const asOf = values['as-of'] ?? toLocalDay(io.clock());
    if (parseDay(asOf) === undefined) throw new UsageError('--as-of must be a day of the calendar, YYYY-MM-DD');
    const all = createDesk(io, noJudgements).catalogue(facility ?? null, asOf);
    const shown = positionals.length === 0 ? all : { ...all, rules: positionals.map((id) => findRule(all, id)) };
    if (json) io.stdout.write(`${JSON.stringify(shown)}\n`);
    else if (positionals.length === 0) io.stdout.write(renderRules(shown, language));
    else io.stdout.write(shown.rules.map((rule) => renderRule(rule, language)).join('\n'));
    return 0;
  },
};

function createDesk(io: Pick<CliIo, 'env'>, judgements: RuleDeskDeps['judgements']): RuleDesk {
  const { policyFile } = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
  const catalogue = loadRuleCatalogue(PATHS.rules).rules;
  const policy = loadPolicy(policyFile ?? PATHS.policy, PATHS.policySchema, catalogue);
  return createRuleDesk({ rules: catalogue, policy, judgements });
}

async function* noJudgements(): AsyncGenerator<never, void> {}

function findRule({ rules: all }: RulesInForce, id: string): RulesInForce['rules'][number] {
  const rule = all.find((one) => one.id === id.toUpperCase());
  if (rule === undefined) throw new OperationFailed(`there is no rule '${id}'`);
  return rule;
}

function refuseOthers(options: Readonly<Record<string, string | undefined>>): void {
  const [given] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
  if (given !== undefined) throw new UsageError(`${given} does not belong to this use of 'rules'`);
}
