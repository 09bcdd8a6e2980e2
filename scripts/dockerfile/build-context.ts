import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths that the build may see: the project's .dockerignore first shuts everything out (`*`) and then names what may
 * come in (`!path`). Refuses (throws) any other form, so that nothing slips into an image unnamed.
 * @source https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function readAllowedPaths(root: string): readonly string[] {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first, ...allowed] = lines;
  if (first !== '*' || !allowed.every((line) => line.startsWith('!')))
    throw new Error('.dockerignore: * and !path only');
  return allowed.map((line) => line.slice(1));
}

/** True when a path of the build context, relative to the root, may be copied into an image. */
export function isAllowed(path: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => path === entry || path.startsWith(`${entry}/`));
}
