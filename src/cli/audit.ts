import { readWitness } from '../audit/read-witness.ts';
import { type AuditCheckpoint, verifyChain } from '../audit/verify-chain.ts';
import { describeVerdict, readingProgress } from './audit-words.ts';
import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { readLanguage } from './language.ts';
import { withExistingStore } from './open-store.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';

/** Entries between two messages of progress. */
const PROGRESS_ENTRIES = 500_000;
const TEXT = { type: 'string' } as const;

/** `audit`: whether the log of who did what is as it was written. */
export const audit: Command = {
  name: 'audit',
  summary: 'verify the audit log, name the first bad entry',
  usage: `Usage: lien-thong audit verify [--checkpoint NUMBER:HASH]

Reads the whole audit log of the store and computes its hash chain anew. Exit 1 when an entry was edited, removed, added or
swapped; the first bad entry is named. Changes nothing; works on the gateway's store, also while the gateway runs.

When the end of the log was cut off, or the whole chain was computed anew, the chain holds in itself. A cut end is seen
when the store still keeps what came after it (an accepted record, an edition of a facility, a remark, a hold, a frozen
report); anything else only by a checkpoint that was kept elsewhere: number and hash of the newest entry, as this command
and 'lien-thong backup' tell them.

  --checkpoint NUMBER:HASH   the log must hold this entry: what was noted down earlier, outside of the store
  --lang vi|en               language of the output (default vi)
  --json                     machine output`,

  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb !== 'verify') throw new UsageError("expected 'audit verify'");
    return verify(rest, io);
  },
};

async function verify(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { checkpoint: TEXT, lang: TEXT });
  refuseExtra(positionals, 0);
  const language = readLanguage(values.lang);
  const checkpoint = readCheckpoint(values.checkpoint);
  const verdict = await withExistingStore(io, async (store) => {
    // First what must stand in the log, then the log: the gateway may write both meanwhile.
    const witness = await readWitness(store);
    return verifyChain(store, { ...witness, checkpoint }, (entries) => {
      if (entries % PROGRESS_ENTRIES === 0) io.stderr.write(`${readingProgress(entries, language)}\n`);
    });
  });
  const told = describeVerdict(verdict, checkpoint);
  io.stdout.write(
    values.json ? `${JSON.stringify({ ...verdict, checkpoint: checkpoint ?? null, meaning: told })}\n` : told[language],
  );
  return verdict.ok ? 0 : 1;
}

/** `12:ab…`, as `backup` and `audit verify` tell the newest entry. */
function readCheckpoint(text: string | undefined): AuditCheckpoint | undefined {
  if (text === undefined) return undefined;
  const [, sequence, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new UsageError('--checkpoint must be NUMBER:HASH, a number from 1 and 64 hexadecimal digits');
  }
  return { sequence: Number(sequence), hash };
}
