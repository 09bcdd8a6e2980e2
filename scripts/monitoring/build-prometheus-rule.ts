import { parse, stringify } from 'yaml';

/**
 * The rule file as the resource that the Prometheus operator takes.
 * @source https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export function buildPrometheusRule(rules: string): string {
  const { groups } = parse(rules) as { groups: readonly object[] };
  const resource = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'lien-thong' },
    spec: { groups },
  };
  return `# Made from rules.yaml by 'npm run generate'.\n${stringify(resource, { lineWidth: 0 })}`;
}
