import type { Facility } from '../../src/types/registry.ts';

/** How a facility of the benchmark behaves. */
export interface Habit {
  readonly facility: Facility;
  /** Its share of the province's encounters. */
  readonly share: number;
  /** Weight of each day of the week, Sunday first. */
  readonly week: readonly number[];
  /** Share of its encounters of which no EMR comes. */
  readonly missing: number;
  /** Days at the end in which it sends nothing. */
  readonly silentDays: number;
}

const FACILITIES = 140;
const HOSPITALS = 30;
const EVERY_DAY = [0.5, 1.25, 1.15, 1.1, 1.1, 1.1, 0.8];
const WORKING_DAYS = [0, 1.2, 1.2, 1.1, 1.1, 1.1, 0.6];

/** 140 made-up facilities, from large hospitals to small stations. `openFrom` lies before all facts. */
export function createProvince(lastDay: string): readonly Habit[] {
  const weights = Array.from({ length: FACILITIES }, (_, index) => (index + 2) ** -0.8);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, index) => ({
    facility: facilityOf(index, lastDay),
    share: weight / whole,
    week: index < HOSPITALS || index % 3 === 0 ? EVERY_DAY : WORKING_DAYS,
    missing: missingOf(index),
    silentDays: index % 40 === 39 ? 10 : 0,
  }));
}

/** One in ten has no EMR at all, one in ten half of it, the others nearly all. */
function missingOf(index: number): number {
  if (index % 10 === 7) return 1;
  return index % 10 === 3 ? 0.5 : 0.03;
}

function facilityOf(index: number, lastDay: string): Facility {
  const isHospital = index < HOSPITALS;
  return {
    code: `99${String(index).padStart(3, '0')}`,
    name: `Cơ sở mẫu ${index + 1}`,
    cohort: isHospital ? 'hospital' : 'other',
    ownership: index % 6 === 5 ? 'private' : 'public',
    level: isHospital ? 'province' : 'commune',
    commune: `Xã mẫu ${(index % 96) + 1}`,
    openFrom: '2020-01-01',
    openTo: null,
    scope: [{ from: null, value: index % 25 === 24 ? 'undecided' : 'yes', reason: 'bench' }],
    announced: index % 2 === 0 ? `${lastDay.slice(0, 4)}-03-01` : null,
    statistics: {},
  };
}
