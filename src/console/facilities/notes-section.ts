import type { Facility, FacilityNote } from '../../types/registry.ts';
import type { EpochMs } from '../../types/submission.ts';
import { renderAct } from '../frame/acting.ts';
import { renderAuthorField } from '../frame/author-field.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import type { Decision } from './facility-deps.ts';
import { createFields, type FormFields, type FormName, type RefusedForm } from './refused-form.ts';
import { writeAuthor } from './registry-section.ts';

/** Longest note, in characters. */
export const MAX_NOTE_LENGTH = 2_000;

export interface NotesContext {
  readonly facility: Facility;
  readonly notes: readonly FacilityNote[];
  /** Newest first, as the notes. */
  readonly decisions: readonly Decision[];
  readonly author: string | null;
  readonly refused: RefusedForm | undefined;
  /** `YYYY-MM-DD`: what a decision begins with unless somebody writes otherwise. */
  readonly today: string;
}

/** What people wrote and decided about a facility, newest first, and the forms to write and decide. */
export function renderNotes(context: NotesContext, view: View): Html {
  const { facility, notes, decisions, author, refused, today } = context;
  const path = `/facilities/${facility.code}`;
  const note = createFields('notes', refused, view);
  const written = [...notes.map(toEntry), ...decisions.map((decision) => decisionEntry(decision, view))];
  const act = (name: FormName, label: string, hint: string, fields: (form: FormFields) => Html) => {
    const form = createFields(name, refused, view);
    const parts = { action: `${path}/${name}`, label, hint, author, fields: fields(form) };
    return renderAct({ ...parts, refusal: form.refusal, authorMark: form.mark('author') }, view);
  };
  return html`<section class="panel" aria-labelledby="notes">
    <h2 id="notes">${view.say('notesAndDecisions')}</h2>
    <form class="fields" method="post" action="${path}/notes">
      ${note.refusal ?? ''}
      <label>${view.say('newNote')} <textarea name="text" required maxlength="${MAX_NOTE_LENGTH}"${note.mark('text')}>${note.value('text', '')}</textarea></label>
      ${renderAuthorField(author, view, note.mark('author'))}
      <button class="primary">${view.say('addNote')}</button>
    </form>
    <ul class="rows notes">${written
      .toSorted((one, other) => other.at - one.at)
      .map(
        ({ at, by, text }) =>
          html`<li><b><bdi>${writeAuthor(by)}</bdi></b> <span class="aside">${renderInstant(at, view)}</span>${text}</li>`,
      )}</ul>
    ${written.length === 0 ? html`<p class="aside">${view.say('noNotes')}</p>` : ''}
    <h3>${view.say('scopeDecisions')}</h3>
    ${renderScope(facility, view)}
    ${act('scope', view.say('decideScope'), view.say('decideScopeHint'), (form) => scopeFields(form, today, view))}
    ${act('announcement', view.say('announce'), view.say('announceHint'), (form) => announcementFields(form, facility, today, view))}
    ${facility.announced === null ? '' : act('withdrawal', view.say('withdraw'), view.say('withdrawHint'), (form) => reasonField(form, view))}
  </section>`;
}

interface Entry {
  readonly at: EpochMs;
  readonly by: string;
  readonly text: Html;
}

function toEntry({ at, by, text }: FacilityNote): Entry {
  return { at, by, text: html`<p><bdi>${text}</bdi></p>` };
}

function decisionEntry({ at, by, changes }: Decision, view: View): Entry {
  return { at, by, text: html`${changes.map((change) => html`<p><bdi>${change[view.language]}</bdi></p>`)}` };
}

/** Which decision holds from when. */
function renderScope({ scope }: Facility, view: View): Html {
  return html`<ul class="rows">${scope.toReversed().map(
    ({ from, value, reason, by, decidedOn }) => html`<li><span class="tag">${view.say(`scope-${value}`)}</span>
        ${from === null ? view.say('sinceEver') : view.say('fromDay', { day: view.day(from) })}
        <p><bdi>${reason}</bdi></p>
        ${by === undefined ? '' : html`<p class="aside"><bdi>${writeAuthor(by)}</bdi>${decidedOn === undefined ? '' : `, ${view.day(decidedOn)}`}</p>`}</li>`,
  )}</ul>`;
}

function scopeFields(form: FormFields, today: string, view: View): Html {
  const chosen = form.value('value', 'yes');
  return html`<label>${view.say('scope')} <select name="value" required>${(['yes', 'no', 'undecided'] as const).map(
    (value) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${view.say(`scope-${value}`)}</option>`,
  )}</select></label>
  <label>${view.say('decisionFrom')} <input type="date" name="from" value="${form.value('from', today)}" required${form.mark('from')}></label>
  ${reasonField(form, view)}`;
}

function reasonField(form: FormFields, view: View): Html {
  return html`<label>${view.say('reason')} <textarea name="reason" required maxlength="500"${form.mark('reason')}>${form.value('reason', '')}</textarea></label>`;
}

function announcementFields(form: FormFields, { announced, announcement }: Facility, today: string, view: View): Html {
  const { decision = '', link = '' } = announcement ?? {};
  return html`<label>${view.say('announcementDay')} <input type="date" name="day" value="${form.value('day', announced ?? today)}" required${form.mark('day')}></label>
  <label>${view.say('decisionNumber')} <input name="decision" value="${form.value('decision', decision)}" required maxlength="100"${form.mark('decision')}></label>
  <label>${view.say('decisionLink')} <input type="url" name="link" value="${form.value('link', link)}" maxlength="300" placeholder="https://"${form.mark('link')}></label>`;
}
