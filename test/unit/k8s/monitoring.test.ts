import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { buildDashboard } from '../../../scripts/monitoring/build-dashboard.ts';
import { buildPrometheusRule } from '../../../scripts/monitoring/build-prometheus-rule.ts';
import type { RunningGateway } from '../../../src/main.ts';
import { startGatewayHere } from '../../support/gateway-here.ts';
import { findSchemaErrors, findUnknownFields } from '../../support/kustomize/kubernetes-schemas.ts';
import { describeManifest } from '../../support/kustomize/manifest.ts';
import { renderKustomization } from '../../support/kustomize/render.ts';
import { readPromQl } from '../../support/promql.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'k8s/monitoring');
const RUNBOOKS = join(ROOT, 'docs/runbooks');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}
interface DashboardPanel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

const text = readFileSync(join(FOLDER, 'rules.yaml'), 'utf8');
const { groups } = parse(text) as { groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(readFileSync(join(FOLDER, 'dashboard.json'), 'utf8')) as {
  readonly panels: readonly DashboardPanel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
};
const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ title, expr: withoutVariables(expr) })),
);

/** As Grafana fills them in. */
function withoutVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '2m').replaceAll('$destination', '.*');
}

/** `LienThongDiskFull`: `disk-full.md`. */
function runbookOf(alert: string): string {
  const words = alert.replace('LienThong', '').replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`);
  return `${words.toLowerCase()}.md`;
}

describe('alert rules', () => {
  it.each(rules.map((rule) => [`${rule.alert} (${rule.labels.severity})`, rule] as const))(
    '%s is whole, in both languages, and leads to its runbook',
    (_, { alert, expr, labels, annotations, ...rest }) => {
      expect(alert).toMatch(/^LienThong[A-Z]\w+$/);
      expect(readPromQl(expr).errors).toEqual([]);
      expect(labels).toEqual({ severity: expect.stringMatching(/^(warning|critical)$/) });
      expect(rest.for ?? '0m').toMatch(/^\d+[mhd]$/);
      const { runbook, runbook_url: link, ...texts } = annotations;
      expect(Object.keys(texts)).toEqual(['summary', 'summary_en', 'description', 'description_en']);
      for (const told of Object.values(texts)) expect(told.length).toBeGreaterThan(10);
      expect(runbook).toBe(`docs/runbooks/${runbookOf(alert)}`);
      expect(link).toBe(runbook);
      expect(existsSync(join(ROOT, String(runbook)))).toBe(true);
    },
  );

  it('have a runbook each, and every runbook has its alert and stands in the list', () => {
    const pages = readdirSync(RUNBOOKS).filter((name) => name !== 'README.md');
    const alerts = [...new Set(rules.map(({ alert }) => alert))];
    expect(pages.sort()).toEqual(alerts.map(runbookOf).sort());
    const list = readFileSync(join(RUNBOOKS, 'README.md'), 'utf8');
    for (const alert of alerts) {
      const page = readFileSync(join(RUNBOOKS, runbookOf(alert)), 'utf8');
      expect(page).toMatch(new RegExp(`^# ${alert}\n`));
      for (const part of ['**Nghĩa là.**', '**Làm gì.**', '**Xong khi.**', '**What it means.**', '**Do.**']) {
        expect(page).toContain(part);
      }
      expect(list).toContain(`](${runbookOf(alert)}) | ${alert} |`);
    }
  });

  it.each(readdirSync(RUNBOOKS))('of %s every fence opens and closes at the start of a line', (name) => {
    const lines = readFileSync(join(RUNBOOKS, name), 'utf8').split('\n');
    const fences = lines.filter((line) => line.includes('```'));
    expect(fences.filter((line) => !/^```[a-z]*$/.test(line))).toEqual([]);
    expect(fences.filter((_, place) => place % 2 === 1 && fences[place] !== '```')).toEqual([]);
    expect(fences.length % 2).toBe(0);
  });

  it('leave no link in a runbook that leads nowhere', () => {
    const broken = readdirSync(RUNBOOKS).flatMap((name) =>
      [...readFileSync(join(RUNBOOKS, name), 'utf8').matchAll(/\]\(([^)#]+)\)/g)]
        .map(([, target]) => String(target))
        .filter((target) => !existsSync(join(RUNBOOKS, target)))
        .map((target) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('dashboard', () => {
  it('asks what Prometheus can read', () => {
    expect(queries.length).toBeGreaterThan(30);
    expect(queries.flatMap(({ title, expr }) => readPromQl(expr).errors.map((error) => `${title}: ${error}`))).toEqual(
      [],
    );
  });

  it('chooses its datasource by a variable, and has its rows', () => {
    expect(dashboard.templating.list.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'datasource datasource',
      'destination query',
    ]);
    const uids = JSON.stringify(dashboard).match(/"uid":"[^"]*"/g) ?? [];
    expect(new Set(uids)).toEqual(new Set(['"uid":"${' + 'datasource}"', '"uid":"lien-thong"']));
    expect(dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
      'Tiếp nhận · Intake',
      'Bao phủ · Coverage',
      'Gửi đi · Delivery',
      'Kho và nghĩa vụ · Store and duties',
      'Tiến trình · Process',
    ]);
  });

  it('lays no panel over another, and none beyond the edge', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
  });
});

describe('kustomization of the monitoring', () => {
  const manifests = renderKustomization(FOLDER);

  it('is in step with what it is made of', () => {
    expect(dashboard).toEqual(buildDashboard());
    expect(readFileSync(join(FOLDER, 'prometheus-rule.yaml'), 'utf8')).toBe(buildPrometheusRule(text));
  });

  it('brings a rule, a monitor of the admin port, and the dashboard under the label that Grafana looks for', async () => {
    expect(manifests.map(describeManifest)).toEqual([
      'ServiceMonitor lien-thong',
      'PrometheusRule lien-thong',
      'ConfigMap lien-thong-dashboard',
    ]);
    const [monitor, rule, dashboardMap] = manifests;
    expect(rule).toMatchObject({ spec: { groups } });
    expect(dashboardMap?.metadata).toEqual({
      name: 'lien-thong-dashboard',
      namespace: 'lien-thong',
      labels: { grafana_dashboard: '1', 'app.kubernetes.io/part-of': 'lien-thong' },
    });
    expect(await Promise.all(manifests.slice(2).map(findSchemaErrors))).toEqual([[]]);
    expect(findUnknownFields(manifests.slice(2), ROOT)).toEqual([]);
    const services = renderKustomization(join(ROOT, 'k8s/overlays/embedded')).filter(({ kind }) => kind === 'Service');
    const withPort = services.filter(({ spec }) => JSON.stringify(spec).includes('"name":"admin"'));
    expect(withPort).toHaveLength(1);
    expect(withPort[0]?.metadata.labels).toMatchObject(
      (monitor as unknown as { spec: { selector: { matchLabels: object } } }).spec.selector.matchLabels,
    );
  });
});

describe('links to runbooks', () => {
  interface Replacement {
    readonly source: object;
    readonly targets: readonly {
      readonly select: { readonly kind: string };
      readonly fieldPaths: readonly string[];
      readonly options: object;
    }[];
  }

  it('get the address that an installation names put before every path, by a component of kustomize', () => {
    const component = parse(readFileSync(join(FOLDER, 'runbook-links/kustomization.yaml'), 'utf8')) as {
      readonly kind: string;
      readonly replacements: readonly Replacement[];
    };
    expect(component.kind).toBe('Component');
    expect(component.replacements).toEqual([
      {
        source: { kind: 'ConfigMap', name: 'lien-thong-runbooks', fieldPath: 'data.base' },
        targets: [
          {
            select: { kind: 'PrometheusRule', name: 'lien-thong' },
            fieldPaths: ['spec.groups.*.rules.*.annotations.runbook_url'],
            options: { delimiter: '/', index: -1 },
          },
        ],
      },
    ]);
    expect(rules.every(({ annotations }) => annotations['runbook_url']?.startsWith('docs/runbooks/'))).toBe(true);
    expect(readFileSync(join(ROOT, 'k8s/README.md'), 'utf8')).toContain('monitoring/runbook-links');
  });
});

describe('names of metrics', () => {
  let gateway: RunningGateway;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lien-thong-monitoring-'));
    const configFile = join(folder, 'lt.yaml');
    writeFileSync(configFile, 'destinations: []\n');
    gateway = await startGatewayHere(folder, { configFile, clock: Date.now });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  it('are those that a gateway shows', async () => {
    const body = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    const kinds = new Map([...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => [name, kind]));
    const isShown = (metric: string) =>
      kinds.has(metric) || kinds.get(metric.replace(/_(bucket|sum|count)$/, '')) === 'histogram';
    const asked = [...rules, ...queries].flatMap(({ expr }) => readPromQl(expr).metrics);
    expect(asked.length).toBeGreaterThan(50);
    expect([...new Set(asked)].filter((metric) => !isShown(metric))).toEqual([]);
    const unused = [...kinds.keys()].filter(
      (name) => name?.startsWith('lienthong_') && !asked.some((metric) => metric.startsWith(name)),
    );
    expect(unused).toEqual(['lienthong_facility_keys_undated']);
  });

  it('come with a figure where a gateway that just started has one', async () => {
    const body = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    for (const start of [
      'lienthong_ready 1',
      'lienthong_coverage_facilities{cohort="hospital",standing="in-scope"} 0',
      'lienthong_backup_taken_timestamp_seconds 0',
      'lienthong_disk_free_bytes{place="data"} ',
      'lienthong_signing_key_made_timestamp_seconds ',
      'lienthong_audit_first_bad_entry 0',
    ]) {
      expect(body).toContain(`\n${start}`);
    }
    expect(body).not.toMatch(/^lienthong_report_last_month_frozen /m);
  });
});
