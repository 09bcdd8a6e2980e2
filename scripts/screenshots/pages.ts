import type { PageToShow } from './capture.ts';

/** Facilities that send through the door of the demo: one whose records have faults, one with sections to mend, one that is late. */
const FAULTY = '99001';
const INCOMPLETE = '99004';
const LATE = '99017';

/** Every page of the console; pages of one record are looked up by the links that lead to them. */
export async function pagesOf(url: string): Promise<readonly PageToShow[]> {
  const record = await firstLink(`${url}/records?facility=${FAULTY}&day=2026-11-22`, /\/records\/[0-9a-f-]{36}/);
  const destination = await firstLink(`${url}/destinations`, /\/destinations\/[\w-]+/);
  const rule = await firstLink(`${url}/quality`, /\/quality\/rules\/LT-\w+/);
  const pages: readonly (PageToShow | undefined)[] = [
    { name: 'overview', path: '/' },
    { name: 'overview-map', path: '/', scrollTo: '[data-live=map]' },
    { name: 'facilities', path: '/facilities' },
    { name: 'facilities-call', path: '/facilities?condition=call&sort=alarm' },
    { name: 'facility', path: `/facilities/${INCOMPLETE}` },
    { name: 'facility-sections', path: `/facilities/${INCOMPLETE}`, scrollTo: '[data-live=sections]' },
    { name: 'encounters', path: `/facilities/${LATE}/encounters?show=late` },
    { name: 'records', path: `/records?facility=${FAULTY}&day=2026-11-22` },
    record === undefined ? undefined : { name: 'record', path: record },
    { name: 'destinations', path: '/destinations' },
    destination === undefined ? undefined : { name: 'destination', path: destination },
    { name: 'quality', path: '/quality' },
    rule === undefined ? undefined : { name: 'quality-rule', path: rule },
    { name: 'quality-codes', path: '/quality/codes' },
    { name: 'quality-enforced', path: '/quality/enforced' },
    { name: 'quality-policy', path: '/quality/policy' },
    { name: 'reports', path: '/reports' },
    { name: 'report-month', path: '/reports/months/2026-10' },
  ];
  return pages.filter((page) => page !== undefined);
}

async function firstLink(url: string, pattern: RegExp): Promise<string | undefined> {
  const response = await fetch(url);
  const text = await response.text();
  return text.match(new RegExp(`href="(${pattern.source})`))?.[1];
}
