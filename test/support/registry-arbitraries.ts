import fc from 'fast-check';
import { PATHS } from '../../src/config/paths.ts';
import { loadCommunes } from '../../src/fhir/communes.ts';
import { isGln } from '../../src/registry/check-facility.ts';
import type { CareService, Facility, FacilityContact, ScopeDecision } from '../../src/types/registry.ts';

const COMMUNES = loadCommunes(PATHS.communes);
const LETTERS = [
  ...'abcđêơưạảấằệịọộỹABCĐÊƠƯ0123456789 .,;:"\'()/&=+@#%~_<>',
  '–',
  'Xã',
  'Trạm Y tế',
  '0001',
  '1/2',
  'Có',
];

/** A text of one line, as people write it: letters with marks, quotes, delimiters, what looks like a formula or a number. */
const text = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 20 })
  .map((letters) => letters.join('').replace(/\s+/g, ' ').normalize('NFC').trim())
  .filter((one) => one !== '' && one !== '-');

const day = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 86_400_000, max: Date.UTC(2026, 10, 22) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const month = fc
  .tuple(fc.integer({ min: 2019, max: 2025 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);
const gln = fc
  .integer({ min: 0, max: 999_999_999_999 })
  .map((number) => String(number).padStart(12, '0'))
  .map((digits) => digits + '0123456789'.split('').find((digit) => isGln(digits + digit)));

const decisions = fc
  .uniqueArray(
    fc.tuple(fc.option(day), fc.constantFrom('yes', 'no', 'undecided'), text, fc.option(text), fc.option(day)),
    {
      selector: ([from]) => from,
      maxLength: 3,
    },
  )
  .map((list) =>
    list
      .map(
        ([from, value, reason, by, decidedOn]) =>
          ({ from, value, reason, ...(by && { by }), ...(decidedOn && { decidedOn }) }) as ScopeDecision,
      )
      .sort((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1)),
  );
const contact: fc.Arbitrary<FacilityContact> = fc
  .tuple(
    text,
    fc.option(text),
    fc.option(fc.constantFrom('0255 3822 000', '+84 255 3822000', '0900000000')),
    fc.option(text),
  )
  .map(([name, role, phone, email]) => ({
    name,
    ...(role && { role }),
    ...(phone && { phone }),
    ...(email && { email }),
  }));
const services = fc.uniqueArray(fc.constantFrom<CareService>('inpatient', 'day', 'outpatient'), { minLength: 1 });

const particulars = fc.record(
  {
    gln,
    formerNames: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
    kind: fc.constantFrom('general-hospital', 'health-station', 'Nhà hộ sinh'),
    services,
    position: fc.record({
      lat: fc.double({ min: 8, max: 23, noNaN: true }),
      lng: fc.double({ min: 103, max: 110, noNaN: true }),
    }),
    announcement: fc.tuple(text, fc.option(fc.constant('https://example.org/12?a=1,2;3'))).map(([decision, link]) => ({
      decision,
      ...(link && { link }),
    })),
    hisVendor: text,
    contacts: fc.array(contact, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
);

const entry = fc
  .record({
    name: text,
    cohort: fc.constantFrom<Facility['cohort']>('hospital', 'other'),
    ownership: fc.constantFrom('', 'public', 'private', 'Hợp tác xã'),
    level: fc.constantFrom('', 'province', 'commune', 'Cấp chuyên sâu'),
    commune: fc.constantFrom('', ...COMMUNES.map(({ name }) => name)),
    open: fc.tuple(fc.option(day), fc.option(day)),
    scope: decisions,
    announced: day,
    statistics: fc.dictionary(month, fc.integer({ min: 0, max: 999_999 }), { maxKeys: 4 }),
    more: particulars,
  })
  .map(({ open: [one, other], more, announced, ...rest }) => {
    const [openFrom, openTo] = one !== null && other !== null && other < one ? [other, one] : [one, other];
    return {
      ...rest,
      openFrom,
      openTo,
      announced: more.announcement || announced > '2015' ? announced : null,
      ...more,
    };
  });

const code = fc.oneof(
  fc.stringMatching(/^[0-9A-Z]{5}$/),
  fc.integer({ min: 0, max: 9_999 }).map((number) => String(number).padStart(5, '0')),
);

/** A registry that breaks no rule, of 1 to 8 facilities in the order of their codes; some are merged into others. */
export const registries: fc.Arbitrary<readonly Facility[]> = fc
  .tuple(
    fc.uniqueArray(code, { minLength: 1, maxLength: 8 }),
    fc.array(entry, { minLength: 8, maxLength: 8 }),
    fc.nat(7),
  )
  .map(([codes, entries, merged]) => {
    const sorted = codes.toSorted();
    return sorted.map((own, index): Facility => {
      const facility = { code: own, ...(entries[index] as (typeof entries)[number]) };
      const into = sorted[(index + 1) % sorted.length] ?? own;
      return index === merged && into !== own && facility.openTo !== null
        ? { ...facility, mergedInto: into }
        : facility;
    });
  });
