/** Makes k8s/monitoring/dashboard.json and prometheus-rule.yaml: `node scripts/generate-monitoring.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildDashboard } from './monitoring/build-dashboard.ts';
import { buildPrometheusRule } from './monitoring/build-prometheus-rule.ts';

const FOLDER = resolve(import.meta.dirname, '../k8s/monitoring');
writeFileSync(resolve(FOLDER, 'dashboard.json'), `${JSON.stringify(buildDashboard(), null, 2)}\n`);
writeFileSync(
  resolve(FOLDER, 'prometheus-rule.yaml'),
  buildPrometheusRule(readFileSync(resolve(FOLDER, 'rules.yaml'), 'utf8')),
);
