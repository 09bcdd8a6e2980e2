import { Ajv, type ErrorObject } from 'ajv';
import type { Facility } from '../../types/registry.ts';
import { CLEARED, type RawEntry, type Report, type Told } from './raw-entry.ts';

const TEXT = { type: ['string', 'null'] };
const TEXTS = { type: ['array', 'null'], items: { type: 'string' } };
const objectOf = (properties: object, type: string | readonly string[] = 'object') => {
  return { type, additionalProperties: false, properties };
};

/** Shape of an entry; what its values may be is judged like that of cells. */
const ENTRY = objectOf({
  ...Object.fromEntries(
    ['code', 'name', 'cohort', 'ownership', 'level', 'commune', 'openFrom', 'openTo', 'announced', 'gln', 'kind']
      .concat('mergedInto', 'hisVendor')
      .map((member) => [member, TEXT]),
  ),
  formerNames: TEXTS,
  services: TEXTS,
  position: objectOf({ lat: { type: 'number' }, lng: { type: 'number' } }, ['object', 'null']),
  announcement: objectOf({ decision: TEXT, link: TEXT }, ['object', 'null']),
  scope: {
    type: ['array', 'null'],
    items: objectOf({ from: TEXT, value: TEXT, reason: TEXT, by: TEXT, decidedOn: TEXT }),
  },
  contacts: { type: ['array', 'null'], items: objectOf({ name: TEXT, role: TEXT, phone: TEXT, email: TEXT }) },
  statistics: {
    type: ['object', 'null'],
    propertyNames: { pattern: '^\\d{4}-(?:0[1-9]|1[0-2])$' },
    additionalProperties: { type: 'number' },
  },
});

const FILE = { sheet: null, row: null, column: null } as const;
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const isEntry = ajv.compile<Partial<Facility>>(ENTRY);

/**
 * What a JSON registry tells: an array of facilities in the contract's shape, with particulars. A member that is left out says
 * nothing, null empties. Reports what has another shape (LT-F011) and members that are not known (LT-F012), as they would be lost.
 */
export function jsonToEntries(content: unknown, report: Report): readonly RawEntry[] {
  if (!Array.isArray(content)) {
    report('LT-F011', FILE, { shape: '[{…}, …]' });
    return [];
  }
  if (content.length === 0) report('LT-F010', FILE);
  return content.flatMap((entry: unknown, index) => {
    if (isEntry(entry)) return [flatten(entry, index + 1)];
    for (const error of isEntry.errors ?? []) reportShape(error, index + 1, report);
    return [];
  });
}

function reportShape({ instancePath, keyword, params, message = '' }: ErrorObject, row: number, report: Report): void {
  const { additionalProperty, propertyName } = params as { additionalProperty?: string; propertyName?: string };
  const path = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'pattern') return;
  const unknown = additionalProperty ?? propertyName;
  const column = [path, unknown?.slice(0, 60)].filter((part) => part !== undefined && part !== '').join('.');
  const place = { sheet: null, row, column: column === '' ? null : column };
  if (unknown === undefined) report('LT-F011', place, { shape: message.replace(/^must be /, '') });
  else report('LT-F012', place);
}

function flatten(entry: Partial<Facility>, row: number): RawEntry {
  const { position, announcement, scope, contacts, statistics, ...plain } = entry;
  const told = new Map<string, Told>();
  const tell = (values: object, key: (member: string) => string, column: (member: string) => string) => {
    for (const [member, value] of Object.entries(values)) {
      const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
      told.set(key(member), { cell: isEmpty ? CLEARED : value, column: column(member) });
    }
  };
  const same = (member: string) => member;
  tell(plain, same, same);
  if (position !== undefined) tell(position ?? { lat: null, lng: null }, same, (member) => `position.${member}`);
  if (announcement !== undefined) {
    const dotted = (member: string) => `announcement.${member}`;
    tell(announcement ?? { decision: null, link: null }, dotted, dotted);
  }
  for (const [index, decision] of (scope ?? []).entries()) {
    const { from = null, ...rest } = decision;
    const column = (member: string) => `scope[${index}].${member}`;
    tell(rest, (member) => `scope.${index + 1}.${member}`, column);
    told.set(`scope.${index + 1}.from`, { cell: from, column: column('from') });
  }
  for (const [index, contact] of (contacts ?? []).entries()) {
    tell(
      contact,
      (member) => `contact.${index + 1}.${member}`,
      (member) => `contacts[${index}].${member}`,
    );
  }
  tell(
    statistics ?? {},
    (month) => `statistics.${month}`,
    (month) => `statistics.${month}`,
  );
  const whole = (
    [
      ['scope', scope],
      ['contact', contacts],
      ['statistics', statistics],
    ] as const
  ).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return { sheet: null, row, told, whole: new Set(whole) };
}
