import { PATHS } from '../config/paths.ts';
import { loadCommunes } from '../fhir/communes.ts';
import type { Facility, ScopeDecision } from '../types/registry.ts';
import data from './facilities.json' with { type: 'json' };

/** Decisions that the demo made up say so, because the real ones are not known. */
const MADE_UP = 'Giả lập cho bản trình diễn';
const UNSETTLED =
  'Chưa rõ cơ sở có điều trị ban ngày hoặc ngoại trú hay không (Luật 15/2023/QH15 Điều 69, TT 26/2025); Sở Y tế quyết định';
const INPATIENTS = 'Có điều trị nội trú (TT 13/2025/TT-BYT)';
const REVIEWED_ON = '2026-03-02';

/**
 * The demo's registry: 134 facilities of Quảng Ngãi with placeholder codes 99001 to 99134. Names and communes are from
 * public documents, positions mostly the centre of the commune. Which of them announced an EMR, and which health stations were taken into scope, is not known and
 * is made up here, the same on every machine.
 */
export function buildDemoRegistry(): readonly Facility[] {
  const communes = new Map(loadCommunes(PATHS.communes).map(({ code, name }) => [code, name]));
  return data.facilities.map((facility, position) => ({
    code: facility.code,
    name: facility.name,
    cohort: facility.cohort === 'hospital' ? 'hospital' : 'other',
    ownership: facility.ownership,
    level: facility.level,
    commune: communes.get(facility.commune) ?? facility.commune,
    openFrom: null,
    openTo: null,
    scope: decideScope(facility.inpatient, position),
    announced: inventAnnouncement(facility.inpatient, position),
    statistics: {},
    ...('formerName' in facility && { formerNames: [facility.formerName] }),
    kind: facility.kind,
    ...(facility.inpatient && { services: ['inpatient'] as const }),
    position: { lat: facility.lat, lng: facility.lng },
  }));
}

/** True for the codes of the demo's registry: no province has the prefix 99. */
export function isPlaceholderCode(code: string): boolean {
  return /^99\d{3}$/.test(code);
}

/** In scope with inpatients; for the others it is unsettled, and the demo plays a review of every fourth of them. */
function decideScope(inpatient: boolean, position: number): readonly ScopeDecision[] {
  if (inpatient) return [{ from: null, value: 'yes', reason: INPATIENTS }];
  const unsettled: ScopeDecision = { from: null, value: 'undecided', reason: UNSETTLED };
  if (position % 4 !== 0) return [unsettled];
  return [unsettled, { from: REVIEWED_ON, value: position % 16 === 0 ? 'no' : 'yes', reason: MADE_UP }];
}

/** Two of three hospitals between July 2025 and October 2026, every eighth other facility in 2026. */
function inventAnnouncement(inpatient: boolean, position: number): string | null {
  const announces = inpatient ? position % 3 !== 2 : position % 8 === 4;
  if (!announces) return null;
  const month = inpatient ? 6 + ((position * 7) % 16) : 14 + (position % 8);
  const day = 1 + ((position * 11) % 28);
  return new Date(Date.UTC(2025, month, day)).toISOString().slice(0, 10);
}
