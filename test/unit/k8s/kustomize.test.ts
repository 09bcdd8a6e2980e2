import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findSchemaErrors, findUnknownFields } from '../../support/kustomize/kubernetes-schemas.ts';
import { renderKustomization } from '../../support/kustomize/render.ts';
import { strategicMerge } from '../../support/kustomize/strategic-merge.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec });

describe('strategic merge', () => {
  it('merges mappings, deletes with null and replaces plain lists', () => {
    const target = { a: { b: 1, c: 2 }, list: [1, 2] };
    expect(strategicMerge(target, { a: { b: null, d: 3 }, list: [9] })).toEqual({ a: { c: 2, d: 3 }, list: [9] });
  });

  it('merges the lists of a pod by their keys', () => {
    const target = { containers: [{ name: 'x', image: 'i', env: [{ name: 'A', value: '1' }] }] };
    const patch = { containers: [{ name: 'x', env: [{ name: 'B', value: '2' }] }, { name: 'y' }] };
    expect(strategicMerge(target, patch)).toEqual({
      containers: [
        {
          name: 'x',
          image: 'i',
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
        { name: 'y' },
      ],
    });
  });
});

describe('renderKustomization', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lien-thong-kustomize-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  it('names a generated ConfigMap by its content, and every reference with it', () => {
    write('kustomization.yaml', 'resources: [pod.yaml]\nconfigMapGenerator: [{ name: c, literals: ["K=a=b"] }]\n');
    write('pod.yaml', 'kind: Pod\nmetadata: { name: p }\nspec: { volumes: [{ configMap: { name: c } }] }\n');
    const [pod, configMap] = renderKustomization(folder);
    expect(configMap).toMatchObject({ kind: 'ConfigMap', data: { K: 'a=b' } });
    expect(pod?.['spec']).toEqual({ volumes: [{ configMap: { name: configMap?.metadata.name } }] });
    write('kustomization.yaml', 'resources: [pod.yaml]\nconfigMapGenerator: [{ name: c, literals: ["K=other"] }]\n');
    expect(renderKustomization(folder)[1]?.metadata.name).not.toBe(configMap?.metadata.name);
  });

  it('refuses a feature that it does not know and a patch that meets nothing', () => {
    write('kustomization.yaml', 'helmCharts: []\n');
    expect(() => renderKustomization(folder)).toThrow('helmCharts');
    mkdirSync(join(folder, 'sub'));
    write('sub/kustomization.yaml', 'resources: []\npatches: [{ path: p.yaml }]\n');
    write('sub/p.yaml', 'kind: Pod\nmetadata: { name: q }\n');
    expect(() => renderKustomization(join(folder, 'sub'))).toThrow('no Pod q to patch');
  });
});

describe('Kubernetes schemas', () => {
  it('find a wrong type and a missing field', async () => {
    expect(await findSchemaErrors(service({ ports: [{ port: 'x' }] }))).not.toEqual([]);
    expect(await findSchemaErrors(service({ ports: [{ name: 'x' }] }))).not.toEqual([]);
    expect(await findSchemaErrors(service({ ports: [{ port: 80 }] }))).toEqual([]);
    expect(await findSchemaErrors({ ...service({}), kind: 'Servise' })).not.toEqual([]);
  });

  it('find a field that the API does not have', () => {
    expect(findUnknownFields([service({ ports: [{ port: 80, targetport: 1 }] })], ROOT).join('\n')).toContain(
      'targetport',
    );
  });
});
