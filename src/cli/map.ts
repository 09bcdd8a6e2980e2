import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { listFiles } from './files-to-send.ts';
import { printLoss } from './map/loss.ts';
import type { MapFile, MappedFile } from './map/mapped-file.ts';
import { createFhirMapping } from './map/to-fhir.ts';
import { createFormMapping } from './map/to-form.ts';
import { printTrace } from './map/trace.ts';
import { createOfflineLine } from './offline-file.ts';
import { oneOf, parseOptions, required } from './parse-options.ts';
import { toTerminalText } from './receipt-text.ts';

/** `map`: a national form as FHIR R4 and back, offline. */
export const map: Command = {
  name: 'map',
  summary: 'map files onto FHIR R4, or FHIR back to national forms, without a gateway',
  usage: `Usage: lien-thong map PATH… --to fhir [--loss | --trace ELEMENT] [--out DIR]
       lien-thong map PATH… --to claim-xml [--out DIR]

--to fhir prints the FHIR R4 resources of every record as Bundles of type collection, one JSON document a line.
--to claim-xml rebuilds the national form that FHIR came from: claim XML, health check, documents, prescription, health
book, EMR export. FHIR that came from no form (a Bundle with an Encounter) becomes a claim package as far as its data goes, one
HOSO for each Encounter; the mandatory fields that are missing are listed, and what is in no claim, with the reason. A folder
stands for the .xml, .json and .ndjson files in it.

  --to           the direction: fhir or claim-xml
  --loss         the loss report instead: source fields that no mapping reads (exit 1 when there are any)
  --trace        where an element went, or came from: XML3[12].MA_DICH_VU, or Encounter.period.end
  --out DIR      one file for each PATH in DIR instead of stdout
  --json         machine output: of --loss and --trace, or of what is missing and left out of --to claim-xml`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {
      to: { type: 'string' },
      loss: { type: 'boolean' },
      trace: { type: 'string' },
      out: { type: 'string' },
    });
    if (positionals.length === 0) throw new UsageError('PATH is required');
    const to = required(oneOf(values.to, ['fhir', 'claim-xml'], '--to'), '--to');
    if (to === 'claim-xml' && (values.loss === true || values.trace !== undefined)) {
      throw new UsageError('--loss and --trace belong to --to fhir');
    }
    const line = await createOfflineLine(io);
    const mapFile = to === 'fhir' ? createFhirMapping(line, io) : createFormMapping(line, io);
    const print = printerOf({ ...values, to }, io);
    let failed = false;
    for (const path of await listFiles(positionals, io)) {
      const mapped = await orFailure(mapFile, path);
      for (const message of mapped.messages) io.stderr.write(toTerminalText([message]));
      failed = mapped.failed || !print(mapped) || failed;
    }
    return failed ? 1 : 0;
  },
};

/** One file that cannot be mapped keeps no other from it. */
async function orFailure(mapFile: MapFile, path: string): Promise<MappedFile> {
  try {
    return await mapFile(path);
  } catch (error) {
    if (!(error instanceof OperationFailed)) throw error;
    return { path, messages: [error.message], failed: true, text: '', extension: '', records: [], report: undefined };
  }
}

interface Asked {
  readonly to: 'fhir' | 'claim-xml';
  readonly loss?: boolean | undefined;
  readonly trace?: string | undefined;
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Prints what was asked for of a file; false when that shows something wrong. */
function printerOf({ to, loss, trace, out, json = false }: Asked, io: CliIo): (mapped: MappedFile) => boolean {
  if (loss === true) return (mapped) => printLoss(mapped, json, io);
  if (trace !== undefined) return (mapped) => printTrace(mapped, trace, json, io);
  return (mapped) => {
    if (out !== undefined) writeOut(resolve(io.cwd, out), mapped);
    else io.stdout.write(json && to === 'claim-xml' ? `${JSON.stringify(mapped.report)}\n` : mapped.text);
    return true;
  };
}

function writeOut(folder: string, { path, text, extension }: MappedFile): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${basename(path, extname(path))}${extension}`), text);
}
