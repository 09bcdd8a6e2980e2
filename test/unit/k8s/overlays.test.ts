import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { findSchemaErrors, findUnknownFields } from '../../support/kustomize/kubernetes-schemas.ts';
import { describeManifest, isMapping, type Manifest } from '../../support/kustomize/manifest.ts';
import { renderKustomization } from '../../support/kustomize/render.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const render = (overlay: string): readonly Manifest[] => renderKustomization(resolve(ROOT, 'k8s/overlays', overlay));

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) return inner[Number(step)];
    return isMapping(inner) ? inner[step] : undefined;
  }, value);
}

function find(manifests: readonly Manifest[], name: string): Manifest {
  const found = manifests.find((manifest) => describeManifest(manifest) === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

describe.each(['embedded', 'postgres'])('overlay %s', (overlay) => {
  const manifests = render(overlay);
  const pod = at(find(manifests, 'Deployment lien-thong'), 'spec', 'template', 'spec');
  const container = at(pod, 'containers', 0);

  it('fits the Kubernetes schemas', async () => {
    const errors = await Promise.all(manifests.map(findSchemaErrors));
    expect(errors.flat()).toEqual([]);
  });

  it('has no field that the Kubernetes API does not know', () => {
    expect(findUnknownFields(manifests, ROOT)).toEqual([]);
  });

  it('names each object once and puts it into the namespace', () => {
    const names = manifests.map(describeManifest);
    expect(new Set(names).size).toBe(names.length);
    const outside = manifests.filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'lien-thong',
    );
    expect(outside).toEqual([]);
  });

  it.each([
    ['startupProbe', '/livez'],
    ['livenessProbe', '/livez'],
    ['readinessProbe', '/readyz'],
  ])('asks %s on the admin port', (probe, path) => {
    expect(at(container, probe, 'httpGet')).toEqual({ path, port: 'admin' });
    expect(listOf(at(container, 'ports'))).toContainEqual({ name: 'admin', containerPort: 9090 });
  });

  it('runs without root, on a read-only root, with no capability and no Kubernetes token', () => {
    expect(at(pod, 'securityContext')).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(at(container, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(at(pod, 'automountServiceAccountToken')).toBe(false);
    expect(at(find(manifests, 'ServiceAccount lien-thong'), 'automountServiceAccountToken')).toBe(false);
  });

  it('limits every container', () => {
    expect(listOf(at(pod, 'containers')).map((entry) => at(entry, 'resources'))).toEqual([
      { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '2', memory: '1536Mi' } },
    ]);
  });

  it('mounts only volumes that are there, from ConfigMaps and claims that are there', () => {
    const volumes = listOf(at(pod, 'volumes'));
    const mounted = listOf(at(container, 'volumeMounts')).map((mount) => at(mount, 'name'));
    expect(volumes.map((volume) => at(volume, 'name')).sort()).toEqual([...mounted].sort());
    const named = [
      ...volumes.map((volume) => at(volume, 'configMap', 'name')),
      ...listOf(at(container, 'envFrom')).map((source) => at(source, 'configMapRef', 'name')),
    ].filter((name) => name !== undefined);
    expect(named).toHaveLength(2);
    for (const name of named) expect(find(manifests, `ConfigMap ${String(name)}`)).toBeDefined();
    const claims = volumes.map((volume) => at(volume, 'persistentVolumeClaim', 'claimName'));
    for (const claim of claims.filter((name) => name !== undefined)) {
      expect(find(manifests, `PersistentVolumeClaim ${String(claim)}`)).toBeDefined();
    }
  });

  it('gives settings that the program takes', () => {
    const maps = manifests.filter(({ kind }) => kind === 'ConfigMap').map((manifest) => at(manifest, 'data'));
    const environment = maps.find((data) => at(data, 'PUBLIC_URL') !== undefined) as Readonly<Record<string, string>>;
    const file = maps.map((data) => at(data, 'config.yaml')).find((text) => typeof text === 'string');
    const opened: string[] = [];
    const config = loadConfig({ ...environment, HOST: '0.0.0.0', LT_CONFIG: 'config.yaml' }, (path) => {
      opened.push(path);
      return path === 'config.yaml' ? String(file) : 'token';
    });
    expect(config.destinations.map(({ id }) => id)).toEqual(['province', 'nation']);
    const secrets = config.destinations.map((each) => ('tokenFile' in each && each.tokenFile) || '');
    expect(opened).toEqual(['config.yaml', ...secrets]);
    const [mount] = listOf(at(container, 'volumeMounts')).filter((entry) => at(entry, 'name') === 'secrets');
    for (const path of secrets) expect(path.startsWith(`${String(at(mount, 'mountPath'))}/`)).toBe(true);
  });

  it('selects its own pods everywhere', () => {
    const labels = at(find(manifests, 'Deployment lien-thong'), 'spec', 'template', 'metadata', 'labels');
    const selectors = manifests.flatMap(({ kind, spec }) => {
      if (kind === 'Service') return [at(spec, 'selector')];
      if (kind === 'NetworkPolicy') return [at(spec, 'podSelector', 'matchLabels')];
      return kind === 'Deployment' || kind === 'PodDisruptionBudget' ? [at(spec, 'selector', 'matchLabels')] : [];
    });
    expect(selectors.length).toBeGreaterThanOrEqual(4);
    for (const selector of selectors) expect(labels).toMatchObject(selector as object);
  });

  it('carries no secret: no Secret object, and no environment value but a reference or a plain setting', () => {
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const literal = listOf(at(container, 'env')).filter((entry) => at(entry, 'value') !== undefined);
    expect(literal.map((entry) => at(entry, 'name'))).toEqual(['LT_CONFIG']);
    const settings = manifests
      .filter(({ kind }) => kind === 'ConfigMap')
      .map((manifest) => JSON.stringify(at(manifest, 'data')));
    for (const text of settings)
      expect(text).not.toMatch(/password|secret=|BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s"]+:[^/\s"]+@/i);
  });
});

describe('overlay embedded', () => {
  const manifests = render('embedded');
  const deployment = find(manifests, 'Deployment lien-thong');

  it('runs one replica that ends before the next one starts', () => {
    expect(at(deployment, 'spec', 'replicas')).toBe(1);
    expect(at(deployment, 'spec', 'strategy')).toEqual({ type: 'Recreate' });
    expect(at(find(manifests, 'PersistentVolumeClaim lien-thong-data'), 'spec', 'accessModes')).toEqual([
      'ReadWriteOncePod',
    ]);
  });

  it('mounts the volume where the image keeps its data', () => {
    const mounts = listOf(at(deployment, 'spec', 'template', 'spec', 'containers', 0, 'volumeMounts'));
    expect(mounts).toContainEqual({ name: 'data', mountPath: '/data' });
  });
});

describe('overlay postgres', () => {
  const manifests = render('postgres');
  const deployment = find(manifests, 'Deployment lien-thong');

  it('starts with three replicas, scales them, and lets one go at a time', () => {
    expect(at(deployment, 'spec', 'replicas')).toBe(3);
    expect(at(find(manifests, 'HorizontalPodAutoscaler lien-thong'), 'spec')).toMatchObject({
      minReplicas: 3,
      scaleTargetRef: { kind: 'Deployment', name: 'lien-thong' },
    });
    expect(at(find(manifests, 'PodDisruptionBudget lien-thong'), 'spec', 'maxUnavailable')).toBe(1);
  });

  it('takes the database address from a Secret and may reach the database', () => {
    const environment = listOf(at(deployment, 'spec', 'template', 'spec', 'containers', 0, 'env'));
    expect(environment).toContainEqual({
      name: 'DATABASE_URL',
      valueFrom: { secretKeyRef: { name: 'lien-thong-database', key: 'url' } },
    });
    const policy = find(manifests, 'NetworkPolicy lien-thong-database');
    expect(at(policy, 'spec', 'egress', 0, 'ports')).toEqual([{ port: 5432 }]);
  });
});
