import type { CliIo } from '../command.ts';
import { UsageError } from '../failures.ts';
import { readLanguage } from '../language.ts';
import { withStore } from '../open-store.ts';
import { auditOperator, operatorOf } from '../operator.ts';
import { parseOptions, required } from '../parse-options.ts';
import { onlyArgument, TEXT } from './context.ts';
import { known } from './read.ts';
import { FACILITY_CLI_WORDS } from './words.ts';

const MAX_TEXT = 2_000;

/** `facility note`: a remark about a facility. */
export async function addNote(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { text: TEXT, by: TEXT, lang: TEXT });
  const language = readLanguage(values.lang);
  const code = onlyArgument(positionals, 'CODE');
  const text = required(values.text, '--text').trim();
  if (text === '' || text.length > MAX_TEXT) throw new UsageError(`--text must have 1 to ${MAX_TEXT} characters`);
  const note = { id: io.newId(), facility: code, at: io.clock(), by: values.by ?? operatorOf(io), text };
  await withStore(io, async (store) => {
    await known(store, code);
    await auditOperator(store, io, {
      event: 'amend',
      object: code,
      details: { action: 'note', note: note.id, by: note.by },
    });
    await store.addNote(note);
  });
  io.stdout.write(values.json ? `${JSON.stringify(note)}\n` : `${FACILITY_CLI_WORDS[language].noted(code)}\n`);
  return 0;
}
