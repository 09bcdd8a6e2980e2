import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { describeManifest, isMapping, type Manifest } from './manifest.ts';
import { strategicMerge } from './strategic-merge.ts';

/** The part of kustomization.yaml that this project uses. */
interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly labels?: readonly { readonly pairs: Readonly<Record<string, string>> }[];
  readonly patches?: readonly { readonly path: string }[];
  readonly configMapGenerator?: readonly ConfigMapSource[];
}

interface ConfigMapSource {
  readonly name: string;
  readonly files?: readonly string[];
  readonly literals?: readonly string[];
  readonly options?: {
    readonly disableNameSuffixHash?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

const KNOWN = ['apiVersion', 'kind', 'namespace', 'resources', 'labels', 'patches', 'configMapGenerator'];

/**
 * Renders a kustomization folder as `kubectl kustomize` would, for the features used here: resources, strategic merge
 * patches, labels, namespace, configMapGenerator with names by content (the hash itself is shorter than kustomize's).
 * Refuses (throws) any other feature and a patch that meets no resource: it would silently do nothing.
 * @source https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function renderKustomization(folder: string): readonly Manifest[] {
  const source = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as Kustomization;
  const unknown = Object.keys(source).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) throw new Error(`${folder}: ${unknown.join(', ')} is not known to this renderer`);

  const generated = (source.configMapGenerator ?? []).map((entry) => generateConfigMap(folder, entry));
  const resources = (source.resources ?? []).flatMap((path) => readResource(join(folder, path)));
  const all: readonly Manifest[] = [...resources, ...generated.map(({ manifest }) => manifest)];
  const names = new Map(generated.map(({ name, manifest }) => [name, manifest.metadata.name]));
  return (source.patches ?? [])
    .reduce<readonly Manifest[]>((manifests, { path }) => applyPatch(manifests, join(folder, path)), all)
    .map((manifest) => renameConfigMaps(manifest, names) as Manifest)
    .map((manifest) => label(manifest, Object.assign({}, ...(source.labels ?? []).map(({ pairs }) => pairs))))
    .map((manifest) => (source.namespace === undefined ? manifest : place(manifest, source.namespace)));
}

function readResource(path: string): readonly Manifest[] {
  if (statSync(path).isDirectory()) return renderKustomization(path);
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS() as Manifest);
}

function generateConfigMap(folder: string, source: ConfigMapSource): { name: string; manifest: Manifest } {
  const files = (source.files ?? []).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  const literals = (source.literals ?? []).map((literal) => literal.split(/=(.*)/s, 2));
  const data: Record<string, string> = Object.fromEntries([...files, ...literals]);
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);
  const { disableNameSuffixHash = false, labels } = source.options ?? {};
  const name = disableNameSuffixHash ? source.name : `${source.name}-${hash}`;
  const metadata = labels === undefined ? { name } : { name, labels };
  return { name: source.name, manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } };
}

function applyPatch(manifests: readonly Manifest[], path: string): readonly Manifest[] {
  const patch = parse(readFileSync(path, 'utf8')) as Manifest;
  const meets = (manifest: Manifest): boolean => describeManifest(manifest) === describeManifest(patch);
  if (!manifests.some(meets)) throw new Error(`${path}: no ${describeManifest(patch)} to patch`);
  return manifests.map((manifest) => (meets(manifest) ? (strategicMerge(manifest, patch) as Manifest) : manifest));
}

/** A reference to a generated ConfigMap follows its name: `configMap`, `configMapRef`, `configMapKeyRef`. */
function renameConfigMaps(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((row: unknown) => renameConfigMaps(row, names));
  if (!isMapping(value)) return value;
  const renamed = Object.entries(value).map(([field, child]) => {
    const inner = renameConfigMaps(child, names);
    if (!field.startsWith('configMap') || !isMapping(inner)) return [field, inner];
    return [field, { ...inner, name: names.get(String(inner['name'])) ?? inner['name'] }];
  });
  return Object.fromEntries(renamed);
}

function label(manifest: Manifest, labels: Readonly<Record<string, string>>): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, ...labels } } };
}

function place(manifest: Manifest, namespace: string): Manifest {
  return manifest.kind === 'Namespace' ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };
}
