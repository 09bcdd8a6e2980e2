import type { Commune } from '../../../types/commune.ts';
import type { CoverageTotals, Stage } from '../../../types/coverage.ts';
import type { MonthlyReport, ReportFacility } from '../../../types/report.ts';
import { cutShare } from '../cut-share.ts';
import type { Words } from '../words.ts';
import { drawSvg } from './chart-svg.ts';
import { SERIES, STAGE_COLOURS } from './colours.ts';

const STAGES: readonly Stage[] = ['registered', 'connected', 'sending', 'complete', 'proven'];
const INK = '#4a5564';
const FAINT = '#dfe4ea';
const LANDMARK = /^(?:Phường|Đặc khu)/;

/** Lines of the shares over time, as SVG; the numbers behind stand in the tables. Sizes in points. */
export function trendSvg(
  points: readonly (CoverageTotals & { readonly at: string })[],
  words: Words,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const line = (name: string, color: string, share: (of: CoverageTotals) => number | null, symbol: string) => ({
    name,
    type: 'line',
    color,
    symbol,
    symbolSize: points.length > 15 ? 3 : 6,
    lineStyle: { width: 2, type: symbol === 'triangle' ? 'dashed' : 'solid' },
    data: points.map((point) => {
      const value = share(point);
      return value === null ? null : Number((cutShare(value) * 100).toFixed(1));
    }),
  });
  return drawSvg(
    {
      legend: { bottom: 0, itemWidth: 22, textStyle: { fontSize: 9, color: INK } },
      grid: { left: 34, right: 12, top: 12, bottom: 44 },
      xAxis: {
        type: 'category',
        data: points.map(({ at }) => at),
        axisLine: { lineStyle: { color: INK } },
        axisTick: { show: false },
        axisLabel: { fontSize: 8, color: INK, interval: points.length > 15 ? 1 : 0 },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 25,
        axisLabel: { fontSize: 8.5, color: INK, formatter: '{value}%' },
        splitLine: { lineStyle: { color: FAINT } },
      },
      series: [
        line(words.say('announced'), SERIES.announced, ({ announcedShare }) => announcedShare, 'rect'),
        line(words.say('proven'), SERIES.proven, ({ provenShare }) => provenShare, 'circle'),
        line(words.say('encountersShort'), SERIES.encounters, ({ encounterShare }) => encounterShare, 'triangle'),
      ],
    },
    width,
    height,
  );
}

/**
 * The facilities in scope on the ground: one point each, in the colour of its step; the centres of communes in grey. North is up, a
 * degree of each direction has its length at this latitude.
 */
export function mapSvg(
  { facilities }: Pick<MonthlyReport, 'facilities'>,
  communes: readonly Commune[],
  words: Words,
  width: number,
): string {
  const centres = new Map(communes.flatMap((one) => [one.code, one.name].map((key) => [key, one])));
  const placed = facilities.flatMap((one) => {
    const at = one.position ?? centres.get(one.commune);
    return one.scope === 'yes' && at !== undefined ? [{ one, at: [at.lng, at.lat] }] : [];
  });
  const all = [...communes.map(({ lng, lat }) => [lng, lat]), ...placed.map(({ at }) => at)];
  const frame = frameOf(all as [number, number][]);
  const legend = 34;
  const height =
    Math.round((width * (frame.north - frame.south)) / ((frame.east - frame.west) * frame.narrowing)) + legend;
  const axis = { type: 'value', show: false } as const;
  const points = (stage: Stage) => placed.filter(({ one }) => one.stage === stage);
  return drawSvg(
    {
      legend: {
        bottom: 0,
        itemWidth: 10,
        itemHeight: 10,
        textStyle: { fontSize: 9, color: INK },
        data: STAGES.map((stage) => words.say(`stage-${stage}`)),
      },
      grid: { left: 4, right: 4, top: 4, bottom: legend, show: true, borderColor: FAINT },
      xAxis: { ...axis, min: frame.west, max: frame.east },
      yAxis: { ...axis, min: frame.south, max: frame.north },
      series: [
        {
          type: 'scatter',
          symbolSize: 3,
          itemStyle: { color: '#aab4c0' },
          data: communes.map(({ lng, lat }) => [lng, lat]),
        },
        ...STAGES.map((stage) => ({
          name: words.say(`stage-${stage}`),
          type: 'scatter',
          itemStyle: { color: STAGE_COLOURS[stage], borderColor: '#1c2430', borderWidth: 0.6, opacity: 0.92 },
          data: points(stage).map(({ one, at }) => ({
            value: at,
            symbolSize: sizeOf(one),
            symbol: one.cohort === 'hospital' ? 'rect' : 'circle',
          })),
        })),
        {
          type: 'scatter',
          symbolSize: 0,
          z: 10,
          label: {
            show: true,
            formatter: '{b}',
            position: 'right',
            distance: 7,
            fontSize: 7,
            color: INK,
          },
          labelLayout: { hideOverlap: true },
          data: communes.flatMap(({ name, lng, lat }) =>
            isLandmark(name) ? [{ name: withoutKind(name), value: [lng, lat] }] : [],
          ),
        },
      ],
    },
    width,
    height,
  );
}

/** Wards and the special zone: by them people find their way. */
function isLandmark(name: string): boolean {
  return LANDMARK.test(name);
}

function withoutKind(name: string): string {
  return name.replace(LANDMARK, '').trim();
}

function sizeOf({ cohort }: ReportFacility): number {
  return cohort === 'hospital' ? 10 : 8;
}

function frameOf(points: readonly (readonly [number, number])[]) {
  const [lngs, lats] = [points.map(([lng]) => lng), points.map(([, lat]) => lat)];
  const pad = 0.04;
  const frame = {
    west: Math.min(...lngs) - pad,
    east: Math.max(...lngs) + 4 * pad,
    south: Math.min(...lats) - pad,
    north: Math.max(...lats) + pad,
  };
  return { ...frame, narrowing: Math.cos((((frame.south + frame.north) / 2) * Math.PI) / 180) };
}
