import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliIo, Command } from './command.ts';
import { type FacilitySession, SESSION_OPTIONS, withFacilitySession } from './facility-session.ts';
import { messageOf, OperationFailed, UsageError } from './failures.ts';
import { listFiles, mediaTypeOf } from './files-to-send.ts';
import { type Language, readLanguage } from './language.ts';
import { parseOptions } from './parse-options.ts';
import { isReceipt, toTerminalText } from './receipt-text.ts';
import { addToTotals, NOTHING_SENT, renderSentFile, renderTotals, type SentFile } from './sent-file.ts';

/** `send`: sends files or folders to a gateway; safe to repeat. */
export const send: Command = {
  name: 'send',
  summary: 'send files or folders to a gateway; safe to repeat',
  usage: `Usage: lien-thong send PATH... --url URL --facility CODE --key FILE

Sends every file to POST /submissions and prints what happened to it and to each record in it. Of a folder, all .xml
and .json files are sent, its folders included. Safe to stop and to repeat: the gateway knows a file by its SHA-256,
so the same bytes again change nothing. When the gateway is busy, the command waits as long as it is asked to.

  --url URL         address of the gateway, as its PUBLIC_URL
  --facility CODE   code of the facility
  --key FILE        its private key (JWK), as written by 'lien-thong keys generate'
  --lang vi|en      language of the output (default vi)
  --json            print one JSON object per file, one a line

Exit code 1 when a file or a record was refused.`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, { ...SESSION_OPTIONS, lang: { type: 'string' } });
    const language = readLanguage(values.lang);
    if (positionals.length === 0) throw new UsageError('at least one PATH is required');
    return withFacilitySession(values, io, async (session) => {
      const files = await listFiles(positionals, io);
      if (files.length === 0) throw new OperationFailed('no .xml or .json file found');
      return sendAll(session, files, io, values.json ? toJsonLine : (sent) => renderSentFile(sent, language), language);
    });
  },
};

type Render = (sent: SentFile) => readonly string[];

const toJsonLine: Render = (sent) => [JSON.stringify(sent)];

/** One after the other: a facility's files keep their order. */
async function sendAll(
  session: FacilitySession,
  files: readonly string[],
  io: CliIo,
  render: Render,
  language: Language,
): Promise<number> {
  let totals = NOTHING_SENT;
  for (const file of files) {
    const sent = await sendFile(session, file, io);
    totals = addToTotals(totals, sent);
    io.stdout.write(toTerminalText(render(sent)));
  }
  if (render !== toJsonLine) io.stdout.write(toTerminalText([renderTotals(totals, language)]));
  return totals.refused > 0 ? 1 : 0;
}

async function sendFile(session: FacilitySession, file: string, io: CliIo): Promise<SentFile> {
  const bytes = await readFile(resolve(io.cwd, file)).catch((error: unknown) => {
    throw new OperationFailed(`${file} cannot be read: ${messageOf(error)}`);
  });
  const { status, headers, body } = await session.call({
    method: 'POST',
    path: '/submissions',
    headers: { 'content-type': mediaTypeOf(file, bytes) },
    body: bytes,
  });
  if (isReceipt(body)) return { file, status, replayed: headers['idempotency-replayed'] === 'true', receipt: body };
  return { file, status, replayed: false, outcome: body };
}
