import { facilityWord } from '../fhir/facility-words.ts';
import type { Bilingual } from '../types/issue.ts';
import type { Facility, FacilityContact, ScopeDecision } from '../types/registry.ts';
import type { FieldChange } from './compare-registries.ts';
import { headingOf } from './fields.ts';

type Language = keyof Bilingual;

const NOTHING: Bilingual = { vi: '(trống)', en: '(empty)' };
const SINCE_EVER: Bilingual = { vi: 'từ trước đến nay', en: 'since ever' };
/** Fields that are told by one heading of several. */
const LABELS: Partial<Record<keyof Facility, Bilingual>> = {
  position: { vi: 'Vị trí', en: 'position' },
  announcement: { vi: 'Quyết định công bố', en: 'announcement decision' },
  scope: { vi: 'Phạm vi', en: 'scope' },
  contacts: { vi: 'Liên hệ', en: 'contacts' },
  statistics: { vi: 'Lượt khám', en: 'statistics' },
};

/** What a field is called. */
export function fieldLabel(field: keyof Facility, language: Language): string {
  return LABELS[field]?.[language] ?? headingOf(field, language);
}

/** A value of the registry in words, on one line. */
export function describeValue(field: keyof Facility, value: Facility[keyof Facility], language: Language): string {
  const text = value === null || value === undefined ? '' : describe(field, value, language);
  return text === '' ? NOTHING[language] : text;
}

/** Statistics by month, lists part by part: only what is otherwise is told. */
export function describeFieldChange({ field, before, after }: FieldChange, language: Language): string {
  const told =
    field === 'statistics'
      ? monthsThatChanged((before ?? {}) as Facility['statistics'], (after ?? {}) as Facility['statistics'], language)
      : `${describeValue(field, before, language)} → ${describeValue(field, after, language)}`;
  return `${fieldLabel(field, language)}: ${told}`;
}

function monthsThatChanged(before: Facility['statistics'], after: Facility['statistics'], language: Language): string {
  const months = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return months
    .filter((month) => before[month] !== after[month])
    .map((month) => `${month} ${before[month] ?? NOTHING[language]} → ${after[month] ?? NOTHING[language]}`)
    .join('; ');
}

function describe(field: keyof Facility, value: NonNullable<Facility[keyof Facility]>, language: Language): string {
  switch (field) {
    case 'cohort':
    case 'ownership':
    case 'level':
    case 'kind':
      return facilityWord(field, String(value))[language];
    case 'services':
      return (value as readonly string[]).map((service) => facilityWord('service', service)[language]).join(', ');
    case 'formerNames':
      return (value as readonly string[]).join(', ');
    case 'position': {
      const { lat, lng } = value as NonNullable<Facility['position']>;
      return `${lat}; ${lng}`;
    }
    case 'announcement': {
      const { decision, link } = value as NonNullable<Facility['announcement']>;
      return link === undefined ? decision : `${decision} (${link})`;
    }
    case 'scope':
      return (value as Facility['scope']).map((decision) => describeDecision(decision, language)).join('; ');
    case 'contacts':
      return (value as readonly FacilityContact[])
        .map(({ name, role, phone, email }) => [name, role, phone, email].filter((part) => part).join(', '))
        .join('; ');
    case 'statistics':
      return Object.entries(value)
        .map(([month, count]) => `${month} ${count}`)
        .join('; ');
    default:
      return String(value);
  }
}

/** `Có từ 2026-03-01: lý do (người quyết định, 2026-02-20)`. */
export function describeDecision(decision: ScopeDecision, language: Language): string {
  const { from, value, reason, by, decidedOn } = decision;
  const since = from === null ? SINCE_EVER[language] : `${language === 'vi' ? 'từ' : 'from'} ${from}`;
  const who = [by, decidedOn].filter((part) => part !== undefined).join(', ');
  const why = [reason, who === '' ? '' : `(${who})`].filter((part) => part !== '').join(' ');
  return `${facilityWord('scope', value)[language]} ${since}${why === '' ? '' : `: ${why}`}`;
}
