import type { Result } from '../../types/issue.ts';
import { readLine, staffName } from '../frame/acting.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import type { FacilityDeps } from './facility-deps.ts';
import { renderFacility } from './facility-page.ts';
import { MAX_NOTE_LENGTH } from './notes-section.ts';

/** What a form of a facility's page does, once it is known who sends it. */
type Act = (
  deps: FacilityDeps,
  code: string,
  form: Readonly<Record<string, string>>,
  by: string,
) => Promise<Result<void>>;

const addNote: Act = async ({ desk }, code, { text = '' }, by) => desk.note(code, text.slice(0, MAX_NOTE_LENGTH), by);

const decideScope: Act = async ({ desk }, code, { value, from = '', reason }, by) => {
  const decided = value === 'yes' || value === 'no' ? value : 'undecided';
  return desk.decideScope(code, { value: decided, from, reason: readLine(reason) ?? '' }, by);
};

const withdraw: Act = async ({ desk }, code, { reason }, by) => desk.withdraw(code, readLine(reason) ?? '', by);

const announce: Act = async ({ desk }, code, { day = '', decision, link = '' }, by) =>
  desk.announce(code, { day, decision: readLine(decision, 100) ?? '', link }, by);

/** Forms of a facility's page by the last part of their address, with what is said once they are carried out. */
export const FACILITY_FORMS = [
  { name: 'notes', act: addNote, done: 'noteAdded' },
  { name: 'scope', act: decideScope, done: 'scopeDecided' },
  { name: 'announcement', act: announce, done: 'announcementKept' },
  { name: 'withdrawal', act: withdraw, done: 'announcementWithdrawn' },
] as const;

/** Carries out a form; the page comes again with the reason when it cannot be. Without a name nothing is written. */
export async function takeForm(
  deps: FacilityDeps,
  { name, act, done }: (typeof FACILITY_FORMS)[number],
  { params, form, author, view }: PageRequest,
): Promise<PageAnswer> {
  const code = params['code'] ?? '';
  const { standings } = await deps.overview();
  if (!standings.some(({ coverage }) => coverage.code === code)) return { kind: 'missing' };
  const result = await act(deps, code, form, author === null ? '' : staffName(author));
  if (!result.ok) {
    const refused = { name, values: form, issues: result.refusal.issues };
    return renderFacility(deps, { code, author, refused }, view);
  }
  return { kind: 'goto', path: `/facilities/${code}#notes`, flash: view.say(done) };
}
