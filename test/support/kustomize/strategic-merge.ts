import { isMapping } from './manifest.ts';

/** Lists whose rows are merged by a key; every other list is replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  topologySpreadConstraints: 'topologyKey',
};

/**
 * Strategic merge patch of the Kubernetes API: mappings merge, null deletes, lists merge by their key.
 * @source https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const merged: Record<string, unknown> = isMapping(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else if (Array.isArray(value)) merged[field] = mergeList(merged[field], value, MERGE_KEYS[field]);
    else merged[field] = strategicMerge(merged[field], value);
  }
  return merged;
}

function mergeList(target: unknown, patch: readonly unknown[], key: string | undefined): readonly unknown[] {
  if (key === undefined || !Array.isArray(target)) return patch;
  const keyOf = (row: unknown): unknown => (isMapping(row) ? row[key] : undefined);
  const merged = target.map((row: unknown) => {
    const change = patch.find((candidate) => keyOf(candidate) === keyOf(row));
    return change === undefined ? row : strategicMerge(row, change);
  });
  const added = patch.filter((row) => !target.some((known) => keyOf(known) === keyOf(row)));
  return [...merged, ...added];
}
