import type { ProgrammeFigure, ProgrammeShare } from '../../types/programme.ts';
import type { Facility } from '../../types/registry.ts';
import type { GroupCounts, ReportValues } from './group-values.ts';

/** The reports of each programme over a period, by the id of its measure: the province's, by commune where it has communes, and each facility's. */
export function programmeValues(
  figures: readonly ProgrammeFigure[],
  registry: readonly Pick<Facility, 'code' | 'name'>[],
): ReadonlyMap<string, readonly ReportValues[]> {
  return new Map(
    figures.map((figure) => {
      const code = `programme-${figure.id}`;
      return [code, valuesOf(code, figure, registry)] as const;
    }),
  );
}

function valuesOf(
  code: string,
  figure: ProgrammeFigure,
  registry: readonly Pick<Facility, 'code' | 'name'>[],
): readonly ReportValues[] {
  const byCommune = figure.byCommune.map((one) => ({ name: one.commune, ...counts(one) }));
  const strata = byCommune.length === 0 ? {} : { strata: { commune: byCommune } };
  const shares = new Map(figure.byFacility.map((one) => [one.facility, one]));
  return [
    { about: 'province', groups: [{ code, ...counts(figure), ...strata }] },
    ...registry.flatMap(({ code: facility, name }): ReportValues[] => {
      const share = shares.get(facility);
      return share === undefined ? [] : [{ about: { code: facility, name }, groups: [{ code, ...counts(share) }] }];
    }),
  ];
}

function counts({ numerator, denominator }: ProgrammeShare): GroupCounts {
  return { numerator, denominator };
}
