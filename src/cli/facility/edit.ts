import { compareFacilities } from '../../registry/compare-registries.ts';
import { describeFieldChange } from '../../registry/describe-change.ts';
import { editAnnouncement, editClosing, editScope, type FacilityEdit } from '../../registry/edit-facility.ts';
import type { ImportContext } from '../../registry/import-registry.ts';
import type { CliIo } from '../command.ts';
import { type Language, readLanguage } from '../language.ts';
import { withStore } from '../open-store.ts';
import { auditOperator, operatorOf } from '../operator.ts';
import { parseOptions, required } from '../parse-options.ts';
import { importContextOf, onlyArgument, TEXT } from './context.ts';
import { renderIssue } from './problem-text.ts';
import { FACILITY_CLI_WORDS, visible } from './words.ts';

/** `facility scope`: a dated decision whether the electronic medical record is due at a facility. */
export async function decideScope(args: readonly string[], io: CliIo): Promise<number> {
  const options = { value: TEXT, from: TEXT, reason: TEXT, by: TEXT, 'decided-on': TEXT, lang: TEXT };
  const { values, positionals } = parseOptions(args, options);
  const code = onlyArgument(positionals, 'CODE');
  const value = required(values.value, '--value');
  const from = required(values.from, '--from');
  const reason = required(values.reason, '--reason');
  const { by } = values;
  const decided = { value, from: from === 'ever' ? null : from, reason, by, decidedOn: values['decided-on'] };
  return edit({ code, by, reason, action: 'scope' }, values, io, (context) => editScope(code, decided, context));
}

/** `facility announce`: the decision of a facility to use an electronic medical record. */
export async function announce(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { on: TEXT, decision: TEXT, link: TEXT, by: TEXT, lang: TEXT });
  const code = onlyArgument(positionals, 'CODE');
  const { by, link } = values;
  const decision = required(values.decision, '--decision');
  const announced = { on: required(values.on, '--on'), decision, link };
  return edit({ code, by, reason: decision, action: 'announce' }, values, io, (context) =>
    editAnnouncement(code, announced, context),
  );
}

/** `facility close`: the last open day of a facility, and who took it over. */
export async function close(args: readonly string[], io: CliIo): Promise<number> {
  const options = { on: TEXT, 'merged-into': TEXT, reason: TEXT, by: TEXT, lang: TEXT };
  const { values, positionals } = parseOptions(args, options);
  const code = onlyArgument(positionals, 'CODE');
  const on = required(values.on, '--on');
  const closed = { on, mergedInto: values['merged-into'] };
  const reason = values.reason ?? ['close', on, values['merged-into']].filter((part) => part !== undefined).join(' ');
  return edit({ code, by: values.by, reason, action: 'close' }, values, io, (context) =>
    editClosing(code, closed, context),
  );
}

/** What an edit is noted as. */
interface Noted {
  readonly code: string;
  readonly by: string | undefined;
  readonly reason: string;
  readonly action: string;
}

async function edit(
  { code, by, reason, action }: Noted,
  values: { readonly json?: boolean | undefined; readonly lang?: string | undefined },
  io: CliIo,
  make: (context: ImportContext) => FacilityEdit,
): Promise<number> {
  const language = readLanguage(values.lang);
  return withStore(io, async (store) => {
    const known = await store.facilities();
    const { facility, faults, warnings } = make(importContextOf(known, io));
    tell([...faults, ...warnings], language, io);
    const before = known.find((one) => one.code === facility?.code);
    if (facility === null || before === undefined) return 1;
    const fields = compareFacilities(before, facility);
    if (fields.length > 0) {
      const change = { by: by ?? operatorOf(io), reason };
      const details = { action, fields: fields.map(({ field }) => field).join(','), ...change };
      await auditOperator(store, io, { event: 'amend', object: code, details });
      await store.putFacility(facility, change);
    }
    const lines = [
      FACILITY_CLI_WORDS[language].changed[fields.length > 0 ? 'yes' : 'no'](code),
      ...fields.map((field) => `  ${describeFieldChange(field, language)}`),
    ];
    io.stdout.write(values.json ? `${JSON.stringify(facility)}\n` : lines.map((line) => `${visible(line)}\n`).join(''));
    return 0;
  });
}

function tell(issues: FacilityEdit['faults'], language: Language, io: CliIo): void {
  const lines = issues.flatMap((issue) => renderIssue(issue, language));
  io.stderr.write(lines.map((line) => `${line}\n`).join(''));
}
