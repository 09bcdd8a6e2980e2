import { type Panel, ROWS } from './dashboard-panels.ts';

const DATASOURCE = { type: 'prometheus', uid: '${' + 'datasource}' };
const HEIGHT = 8;
const COLUMNS = 24;

/**
 * The dashboard as Grafana imports it.
 * @source https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function buildDashboard(): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of ROWS) {
    const title = row.title.join(' · ');
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: at(0, y, COLUMNS, 1),
      panels: [],
    });
    y += 1;
    let x = 0;
    for (const panel of row.panels) {
      if (x + panel.width > COLUMNS) {
        x = 0;
        y += HEIGHT;
      }
      panels.push({ id: panels.length + 1, ...toGrafana(panel), gridPos: at(x, y, panel.width, HEIGHT) });
      x += panel.width;
    }
    y += HEIGHT;
  }
  return {
    uid: 'lien-thong',
    title: 'Liên Thông',
    description:
      'Cổng liên thông: tiếp nhận, bao phủ, gửi đi, kho, tiến trình · The gateway: intake, coverage, delivery, store, process',
    tags: ['lien-thong'],
    schemaVersion: 41,
    version: 1,
    editable: true,
    graphTooltip: 1,
    timezone: 'Asia/Ho_Chi_Minh',
    refresh: '1m',
    time: { from: 'now-24h', to: 'now' },
    annotations: { list: [] },
    links: [],
    templating: { list: [datasourceVariable(), destinationVariable()] },
    panels,
  };
}

function at(x: number, y: number, w: number, h: number): object {
  return { x, y, w, h };
}

function toGrafana({ title, kind, unit, queries, stacked = false, thresholds }: Panel): object {
  return {
    type: kind,
    title: title[0] === title[1] ? title[0] : title.join(' · '),
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: {
        unit,
        ...(unit === 'percentunit' ? { min: 0 } : {}),
        thresholds: { mode: 'absolute', steps: stepsOf(thresholds) },
        ...(kind === 'timeseries' ? { custom: drawing(stacked, thresholds !== undefined) } : {}),
      },
      overrides: [],
    },
    options: OPTIONS[kind],
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legendFormat === '' ? '__auto' : legendFormat,
      range: kind === 'timeseries',
      instant: kind !== 'timeseries',
    })),
  };
}

function drawing(stacked: boolean, hasThresholds: boolean): object {
  return {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: stacked ? 30 : 0,
    stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: hasThresholds ? 'line' : 'off' },
  };
}

function stepsOf(thresholds: Panel['thresholds']): readonly object[] {
  if (thresholds === undefined) return [{ color: 'blue', value: null }];
  const [warning, critical] = thresholds;
  if (critical >= warning) {
    return [
      { color: 'green', value: null },
      { color: 'yellow', value: warning },
      { color: 'red', value: critical },
    ];
  }
  return [
    { color: 'red', value: null },
    { color: 'yellow', value: critical },
    { color: 'green', value: warning },
  ];
}

const REDUCE = { calcs: ['lastNotNull'], fields: '', values: false };
const OPTIONS: Readonly<Record<Panel['kind'], object>> = {
  timeseries: {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: { reduceOptions: REDUCE, colorMode: 'value', graphMode: 'none', justifyMode: 'auto', textMode: 'auto' },
  bargauge: { reduceOptions: REDUCE, orientation: 'horizontal', displayMode: 'basic', showUnfilled: true },
};

function datasourceVariable(): object {
  return { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', hide: 0 };
}

function destinationVariable(): object {
  return {
    name: 'destination',
    label: 'Nơi nhận · Destination',
    type: 'query',
    datasource: DATASOURCE,
    query: { query: 'label_values(lienthong_destination_stopped, destination)', refId: 'A' },
    refresh: 2,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
    sort: 1,
  };
}
