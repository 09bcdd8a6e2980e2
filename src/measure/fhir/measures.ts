import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measure } from '@medplum/fhirtypes';

/** What a measure is reported of, and for how long a period. */
export interface ReportedMeasure {
  readonly measure: Measure & { readonly id: string; readonly url: string; readonly version: string };
  /** One report for the province; one for each facility. */
  readonly ofProvince: boolean;
  readonly ofFacilities: boolean;
  readonly every: 'day' | 'month';
}

const OF_PROVINCE = ['emr-coverage', 'emr-encounters'];
const OF_FACILITIES = ['emr-facility', 'emr-volume'];
const PROGRAMME = 'programme-';
const FILE = /^Measure-.*\.json$/;

/** The Measures of the profiles folder, by id in its order. */
export function loadMeasures(profiles: string): ReadonlyMap<string, ReportedMeasure> {
  const files = readdirSync(profiles).filter((name) => FILE.test(name));
  return new Map(
    files.sort().map((file) => {
      const measure = JSON.parse(readFileSync(join(profiles, file), 'utf8')) as ReportedMeasure['measure'];
      const isProgramme = measure.id.startsWith(PROGRAMME);
      const reported: ReportedMeasure = {
        measure,
        ofProvince: isProgramme || OF_PROVINCE.includes(measure.id),
        ofFacilities: isProgramme || OF_FACILITIES.includes(measure.id),
        every: isProgramme ? 'month' : 'day',
      };
      return [measure.id, reported] as const;
    }),
  );
}
