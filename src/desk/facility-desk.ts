import { buildOperatorAudit } from '../audit/operator-audit.ts';
import type { FacilityDesk } from '../console/facilities/facility-deps.ts';
import { isCalendarDay, toLocalDay } from '../fhir/local-time.ts';
import { editAnnouncement, editFacility, editScope, type FacilityEdit } from '../registry/edit-facility.ts';
import type { ImportContext } from '../registry/import-registry.ts';
import type { Commune } from '../types/commune.ts';
import type { Result, RuleCatalogue } from '../types/issue.ts';
import type { Facility } from '../types/registry.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';

export interface FacilityDeskDeps {
  readonly store: Pick<Store, 'addNote' | 'appendAudit' | 'facilities' | 'putFacility'>;
  readonly rules: RuleCatalogue;
  readonly communes: readonly Commune[];
  readonly clock: () => EpochMs;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Told that the registry has changed, so that the next page shows it. */
  readonly onChange: () => void;
}

const DONE: Result<void> = { ok: true, value: undefined };
const WEB_ADDRESS = /^https?:\/\//i;
/** No facility kept electronic records before; an earlier year is a slip of the pen. */
const FIRST_DAY = '2000-01-01';

/** What is noted of a change, in the audit log and with the edition. */
interface Noted {
  readonly action: 'scope' | 'announce' | 'withdraw';
  readonly reason: string;
  readonly by: string;
  readonly details: Readonly<Record<string, string>>;
}

/**
 * What staff write about a facility: the audit entry is on disk before it is done, the registry keeps who decided, when and
 * why. Refuses with LT-C072 (no name, no text, no reason), LT-C073 (no day of the calendar), LT-C074 (the link is no web
 * address), LT-C075 (a day before 2000, or more than a year ahead), LT-C076 (a day to come in place of an announcement that
 * holds), LT-C002 (no such facility) and what the registry's own rules (LT-F…) say of the entry.
 */
export function createFacilityDesk(deps: FacilityDeskDeps): FacilityDesk {
  const { store, rules, communes, clock, newId, onChange } = deps;
  const refuse = (rule: string): Result<void> => ({ ok: false, refusal: { status: 422, issues: [rules.issue(rule)] } });
  const today = () => toLocalDay(clock());

  const audit = (code: string, by: string, details: Readonly<Record<string, string>>) => {
    const at = clock();
    return store.appendAudit(at, JSON.stringify(buildOperatorAudit({ at, by, event: 'amend', object: code, details })));
  };

  async function change(
    code: string,
    { action, reason, by, details }: Noted,
    edit: (context: ImportContext) => FacilityEdit,
    refusalOf: (before: Facility) => string | null = () => null,
  ): Promise<Result<void>> {
    const known = await store.facilities();
    const before = known.find((facility) => facility.code === code);
    if (before === undefined) return refuse('LT-C002');
    const refused = refusalOf(before);
    if (refused !== null) return refuse(refused);
    const { facility, faults } = edit({ known, communes, rules, today: today() });
    if (facility === null) return { ok: false, refusal: { status: 422, issues: faults } };
    await audit(code, by, { action, reason, ...details });
    await store.putFacility(facility, { by, reason: `${action}: ${reason}` });
    onChange();
    return DONE;
  }

  /** The rule that a day breaks by itself. */
  function faultOfDay(day: string): string | null {
    if (!isCalendarDay(day)) return 'LT-C073';
    return day < FIRST_DAY || day > yearAfter(today()) ? 'LT-C075' : null;
  }

  return {
    async note(code, text, by) {
      if (by === '' || text === '') return refuse('LT-C072');
      const id = newId();
      await audit(code, by, { action: 'note', note: id });
      await store.addNote({ id, facility: code, at: clock(), by, text });
      return DONE;
    },
    async decideScope(code, { value, from, reason }, by) {
      if (by === '' || reason === '') return refuse('LT-C072');
      const fault = faultOfDay(from);
      if (fault !== null) return refuse(fault);
      const decided = { value, from, reason, by, decidedOn: today() };
      return change(code, { action: 'scope', reason, by, details: { value, from } }, (context) =>
        editScope(code, decided, context),
      );
    },
    async announce(code, { day, decision, link }, by) {
      if (by === '' || decision === '') return refuse('LT-C072');
      const fault = faultOfDay(day);
      if (fault !== null) return refuse(fault);
      if (link !== '' && !(WEB_ADDRESS.test(link) && URL.canParse(link))) return refuse('LT-C074');
      return change(
        code,
        { action: 'announce', reason: decision, by, details: { day } },
        (context) => editAnnouncement(code, { on: day, decision, link: link === '' ? '-' : link }, context),
        ({ announced }) => (announced !== null && announced <= today() && day > today() ? 'LT-C076' : null),
      );
    },
    async withdraw(code, reason, by) {
      if (by === '' || reason === '') return refuse('LT-C072');
      const nothing = { announced: '-', 'announcement.decision': '-', 'announcement.link': '-' };
      return change(code, { action: 'withdraw', reason, by, details: {} }, (context) =>
        editFacility(code, nothing, context),
      );
    },
  };
}

/** The same day of the next year; of a leap day the last of February. */
function yearAfter(day: string): string {
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return isCalendarDay(next) ? next : next.replace('-02-29', '-02-28');
}
