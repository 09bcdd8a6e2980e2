import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { describeCutoffs, toRetentionRequest } from '../retention/cutoffs.ts';
import { purgeExpired } from '../retention/purge-expired.ts';
import type { RetentionConfig } from '../types/retention.ts';
import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { type Language, readLanguage } from './language.ts';
import { withStore } from './open-store.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';
import { auditOperator } from './operator.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { countEntries, renderEntries } from './retention-text.ts';

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 100_000;

/** `retention`: lets go of what was kept long enough. */
export const retention: Command = {
  name: 'retention',
  summary: 'list or let go of what was kept long enough',
  usage: `Usage: lien-thong retention --dry-run [--limit N]
       lien-thong retention --apply

--dry-run   lists what is past its time, oldest first, with what keeps an entry all the same; changes nothing
--apply     lets go of what nothing keeps. It cannot be undone

Times come from 'retention:' in LT_CONFIG (docs/guides/operations.md). Nothing goes that is not delivered everywhere, whose day a
destination has not confirmed, or that stands under a hold ('lien-thong hold'). Receipts and the audit log stay. Works on the
gateway's store, also while the gateway runs.

  --limit N          entries to list, up to ${MAX_LIMIT} (default ${DEFAULT_LIMIT})
  --lang vi|en       language of the output (default vi)
  --json             machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {
      'dry-run': { type: 'boolean' },
      apply: { type: 'boolean' },
      limit: { type: 'string' },
      lang: { type: 'string' },
    });
    refuseExtra(positionals, 0);
    const { 'dry-run': isTrial = false, apply = false, json = false } = values;
    if (isTrial === apply) throw new UsageError('give either --dry-run or --apply');
    if (apply && values.limit !== undefined) throw new UsageError('--limit belongs to --dry-run');
    const output = { json, language: readLanguage(values.lang) };
    const { retention: config } = loadConfig(io.env, (path) => readFileSync(resolve(io.cwd, path), 'utf8'));
    return apply ? letGo(config, output, io) : list(config, readLimit(values.limit), output, io);
  },
};

interface Output {
  readonly json: boolean;
  readonly language: Language;
}

async function list(config: RetentionConfig, limit: number, { json, language }: Output, io: CliIo): Promise<number> {
  const request = toRetentionRequest(config, io.clock(), limit);
  const entries = await withStore(io, (store) => store.expired(request));
  const isWhole = entries.length < limit;
  const counts = countEntries(entries);
  const before = describeCutoffs(request);
  const told = renderEntries(entries, counts, language);
  io.stdout.write(json ? `${JSON.stringify({ before, counts, isWhole, entries })}\n` : told);
  if (!isWhole) io.stderr.write(`${OPERATIONS_WORDS[language].cut(limit)}\n`);
  return 0;
}

async function letGo(config: RetentionConfig, { json, language }: Output, io: CliIo): Promise<number> {
  const gone = await withStore(io, (store) =>
    purgeExpired({
      store,
      config,
      now: io.clock(),
      pause: io.sleep,
      audit: (details) => auditOperator(store, io, { event: 'destroy', object: 'retention', details }),
    }),
  );
  io.stdout.write(json ? `${JSON.stringify({ gone })}\n` : `${OPERATIONS_WORDS[language].gone(gone)}\n`);
  return 0;
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit must be 1 to ${MAX_LIMIT}`);
  return limit;
}
