import { facilityWord } from '../../fhir/facility-words.ts';
import type { Facility, FacilityContact, FacilityEdition } from '../../types/registry.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';

/** Editions shown. */
const MAX_EDITIONS = 20;

/** What the registry tells of a facility, whom to call, and how the entry came to be what it is. */
export function renderRegistry(facility: Facility, editions: readonly FacilityEdition[], view: View): Html {
  const facts = particularsOf(facility, view).filter(([, value]) => value !== '');
  return html`<section class="panel" aria-labelledby="particulars">
    <h2 id="particulars">${view.say('particulars')}</h2>
    <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}
      ${renderLink(facility, view)}
    </dl>
    <h3>${view.say('contacts')}</h3>
    ${renderContacts(facility.contacts ?? [], view)}
    <details>
      <summary>${view.say('history', { count: editions.length })}</summary>
      <ol class="rows">${editions.slice(0, MAX_EDITIONS).map((edition) => renderEdition(edition, view))}</ol>
    </details>
  </section>`;
}

function particularsOf(facility: Facility, view: View): readonly (readonly [name: string, value: string])[] {
  const word = (list: 'ownership' | 'level' | 'kind' | 'service', value: string) =>
    facilityWord(list, value)[view.language];
  const day = (text: string | null) => (text === null ? '' : view.day(text));
  const { position, mergedInto = '', announcement } = facility;
  const months = Object.entries(facility.statistics)
    .toSorted(([a], [b]) => b.localeCompare(a))
    .slice(0, 3);
  return [
    [view.say('code'), facility.code],
    ['GLN', facility.gln ?? ''],
    [view.say('kind'), facility.kind === undefined ? '' : word('kind', facility.kind)],
    [view.say('cohort'), view.say(facility.cohort)],
    [view.say('ownership'), word('ownership', facility.ownership)],
    [view.say('level'), word('level', facility.level)],
    [view.say('services'), (facility.services ?? []).map((service) => word('service', service)).join(', ')],
    [view.say('commune'), facility.commune],
    [view.say('position'), position === undefined ? '' : `${position.lat}, ${position.lng}`],
    [view.say('formerNames'), (facility.formerNames ?? []).join('; ')],
    [view.say('openFrom'), day(facility.openFrom)],
    [view.say('openTo'), day(facility.openTo)],
    [view.say('mergedInto'), mergedInto],
    [view.say('announcedOn'), day(facility.announced)],
    [view.say('decisionNumber'), announcement?.decision ?? ''],
    [view.say('hisVendor'), facility.hisVendor ?? ''],
    [
      view.say('statistics'),
      months.map(([month, count]) => `${month.slice(5)}/${month.slice(0, 4)}: ${view.count(count)}`).join('; '),
    ],
  ];
}

/** Only a web address is made a link. */
function renderLink({ announcement }: Facility, view: View): Html {
  const link = announcement?.link;
  if (link === undefined || !/^https?:\/\//i.test(link)) return html``;
  return html`<dt>${view.say('decisionLink')}</dt><dd><a href="${link}" rel="noreferrer noopener">${link}</a></dd>`;
}

function renderContacts(contacts: readonly FacilityContact[], view: View): Html {
  if (contacts.length === 0) return html`<p class="aside">${view.say('noContacts')}</p>`;
  return html`<ul class="rows">${contacts.map(
    ({
      name,
      role = '',
      phone,
      email,
    }) => html`<li><span class="name"><bdi>${name}</bdi></span> <span class="aside"><bdi>${role}</bdi></span>
      ${phone === undefined ? '' : html`<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a> `}
      ${email === undefined ? '' : html`<a href="mailto:${email}">${email}</a>`}</li>`,
  )}</ul>`;
}

/** How the console and the commands begin a reason, and what that is called on the page. */
const ACTS = { scope: 'decideScope', announce: 'announce', withdraw: 'withdraw' } as const;

/** The first edition of an entry that was there before editions were kept has no instant. */
function renderEdition({ at, by, reason }: FacilityEdition, view: View): Html {
  const when = at === 0 ? view.say('sinceEver') : renderInstant(at, view);
  return html`<li>${when} <b><bdi>${writeAuthor(by)}</bdi></b> <span class="aside"><bdi>${writeReason(reason, view)}</bdi></span></li>`;
}

function writeReason(reason: string, view: View): string {
  const [, act, rest = ''] = /^(scope|announce|withdraw): (.*)$/s.exec(reason) ?? [];
  return act === undefined ? reason : `${view.say(ACTS[act as keyof typeof ACTS])}: ${rest}`;
}

/** A person's name without the prefix by which the audit log tells staff from commands. */
export function writeAuthor(by: string): string {
  return by.replace(/^(?:staff|operator):/, '');
}
