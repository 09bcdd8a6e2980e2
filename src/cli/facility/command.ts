import type { Command } from '../command.ts';
import { UsageError } from '../failures.ts';
import { add } from './add.ts';
import { announce, close, decideScope } from './edit.ts';
import { exportRegistry } from './export.ts';
import { importFile } from './import.ts';
import { addNote } from './note.ts';
import { history, list, show } from './read.ts';

const VERBS: Readonly<Record<string, Command['run']>> = {
  add,
  list,
  show,
  history,
  import: importFile,
  export: exportRegistry,
  scope: decideScope,
  announce,
  close,
  note: addNote,
};

/** `facility`: the registry of facilities. */
export const facility: Command = {
  name: 'facility',
  summary: 'the registry of facilities: add, list, show, import, export, decide, note',
  usage: `Usage: lien-thong facility add --code CODE [--name NAME --kind hospital|other] [--jwks FILE]
                                [--scope yes|no|undecided] [--announced DAY] [--commune NAME]
                                [--level WORD] [--ownership WORD] [--gln NUMBER] [--his-vendor NAME]
       lien-thong facility list
       lien-thong facility show CODE
       lien-thong facility history CODE
       lien-thong facility import FILE [--dry-run] [--by NAME] [--reason TEXT]
       lien-thong facility export [--format csv|xlsx|json] [--out FILE]
       lien-thong facility scope CODE --value yes|no|undecided --from DAY --reason TEXT [--by NAME] [--decided-on DAY]
       lien-thong facility announce CODE --on DAY --decision NUMBER [--link URL] [--by NAME]
       lien-thong facility close CODE --on DAY [--merged-into CODE] [--reason TEXT] [--by NAME]
       lien-thong facility note CODE --text TEXT [--by NAME]

add       registers a facility, or changes what is given of a known one (its keys are replaced by --jwks)
list      all facilities, with the scope decision that holds today and the number of their keys
show      everything that the registry tells of a facility, with its notes
history   what its entry said before: who changed what, when and why
import    takes a registry file (CSV, XLSX or JSON, told by its content): all of it or nothing. Prints what is new and what
          is otherwise, field by field; facilities that are not in the file, fields that it does not tell, and keys stay.
          An empty cell says nothing, '-' empties a field. Headings and words: docs/guides/registry.md
export    the registry as a file that import takes without a change
scope     decides from a day on (it may lie in the past; 'ever': since ever) whether the record is due there
announce  notes the decision of the facility to use an electronic medical record
close     notes the last open day
note      a remark about a facility; write nothing of a patient

Works on the store in DATA_DIR (default ./data), also while the gateway runs. Nothing is overwritten: every change keeps what
the entry said before, and stands in the audit log. Days are 2026-11-22 or 22/11/2026.

  --code CODE        mã CSKCB (5 characters) or GLN (13 digits)
  --name NAME        needed for a new facility
  --kind KIND        cohort: hospital or other; needed for a new facility
  --jwks FILE        its public keys, as written by 'lien-thong keys generate'
  --scope WORD       whether the electronic medical record is due there, from today on
  --announced DAY    day of the decision to use it
  --commune NAME     commune it lies in, by name or code
  --dry-run          tells what an import would change, and writes nothing
  --by NAME          who decided (default: the account of the terminal)
  --reason TEXT      why; it stays with the edition
  --out FILE         where the export goes; its name may tell the format
  --lang vi|en       language of the output (default vi; of 'add' en), and of the headings of an export
  --json             machine output; that of 'list' can be imported`,

  async run(args, io) {
    const [verb = '', ...rest] = args;
    const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (run === undefined) throw new UsageError(`expected 'facility' and one of ${Object.keys(VERBS).join(', ')}`);
    return run(rest, io);
  },
};
