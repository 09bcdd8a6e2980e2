import type { Receipt } from '../types/receipt.ts';
import type { Command } from './command.ts';
import { type FacilitySession, SESSION_OPTIONS, withFacilitySession } from './facility-session.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { withoutFraction } from './instant-text.ts';
import { type Language, readLanguage } from './language.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { describeState, isReceipt, renderRecord, toTerminalText } from './receipt-text.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `status`: the receipt chain of a submission or of an encounter. */
export const status: Command = {
  name: 'status',
  summary: 'show what became of a submission or an encounter',
  usage: `Usage: lien-thong status MA_LK|SUBMISSION --url URL --facility CODE --key FILE

Shows the receipt of a submission, or the receipts of all submissions that brought the encounter MA_LK, newest first: when
it was received, how each record was judged and its issues, and each delivery to a destination: when it arrived and the
receiver's own id, or by when it is due, why it is not there, and what is to be done.

  --url URL         address of the gateway, as its PUBLIC_URL
  --facility CODE   code of the facility
  --key FILE        its private key (JWK), as written by 'lien-thong keys generate'
  --lang vi|en      language of the output (default vi)
  --json            print the receipts as a JSON array

Exit code 1 when the gateway knows neither of them for this facility.`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, { ...SESSION_OPTIONS, lang: { type: 'string' } });
    const language = readLanguage(values.lang);
    const [wanted] = positionals;
    if (wanted === undefined) throw new UsageError('MA_LK or the id of a submission is required');
    refuseExtra(positionals, 1);
    const receipts = await withFacilitySession(values, io, (session) => findReceipts(session, wanted));
    if (receipts.length === 0) throw new OperationFailed(`the gateway knows no ${wanted} of this facility`);
    io.stdout.write(
      values.json
        ? `${JSON.stringify(receipts)}\n`
        : toTerminalText(receipts.flatMap((receipt) => renderReceipt(receipt, language))),
    );
    return 0;
  },
};

/** An encounter's key may look like a submission's id, so what is no submission is looked up as an encounter. */
async function findReceipts(session: FacilitySession, wanted: string): Promise<readonly Receipt[]> {
  const ofSubmission = UUID.test(wanted) ? await ask(session, `/submissions/${wanted}`) : [];
  if (ofSubmission.length > 0) return ofSubmission;
  return ask(session, `/submissions?encounter=${encodeURIComponent(wanted)}`);
}

async function ask(session: FacilitySession, path: string): Promise<readonly Receipt[]> {
  const answer = await session.call({ method: 'GET', path });
  if (answer.status === 404) return [];
  const receipts: unknown[] = Array.isArray(answer.body) ? answer.body : [answer.body];
  if (answer.status !== 200 || !receipts.every(isReceipt)) {
    throw new OperationFailed(`the gateway answered HTTP ${answer.status} without a receipt`);
  }
  return receipts;
}

function renderReceipt(receipt: Receipt, language: Language): readonly string[] {
  const { id, format, receivedAt, state, records } = receipt;
  return [
    `${id} ${format} ${withoutFraction(receivedAt)}: ${describeState(state, language)}`,
    ...records.flatMap((record) => renderRecord(record, language)),
  ];
}
