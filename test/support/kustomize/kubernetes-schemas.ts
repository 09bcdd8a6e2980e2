import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeManifest, type Manifest } from './manifest.ts';

/** A class of the package: built from the object, it checks itself against the schema of the Kubernetes API. */
type Model = new (data: object) => { validate(): void };

/** What the Kubernetes schema says against a manifest: required fields, types, value lists. */
export async function findSchemaErrors(manifest: Manifest): Promise<readonly string[]> {
  const models = (await import(`kubernetes-models/${manifest.apiVersion}`)) as Record<string, Model | undefined>;
  const model = models[manifest.kind];
  if (model === undefined) return [`${manifest.apiVersion} ${manifest.kind}: not in the Kubernetes API`];
  const { apiVersion: _, kind: __, ...rest } = manifest;
  try {
    new model(rest).validate();
    return [];
  } catch (error) {
    return [`${describeManifest(manifest)}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/**
 * Fields that the Kubernetes API does not have. Its schemas let them pass (the API server drops them in silence), so the
 * compiler looks for excess properties of the typed objects.
 */
export function findUnknownFields(manifests: readonly Manifest[], root: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lien-thong-k8s-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const lines = manifests.map(
      (manifest, index) =>
        `export const m${index}: import('kubernetes-models/${manifest.apiVersion}').I${manifest.kind} = ${JSON.stringify(manifest)};`,
    );
    writeFileSync(join(folder, 'manifests.mts'), lines.join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', '', 'manifests.mts'];
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, ...options], { cwd: folder, encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
