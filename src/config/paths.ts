import { join, resolve } from 'node:path';

/** The installed program's root: the same from `src/` (types stripped) and from `dist/` (built). */
const ROOT = resolve(import.meta.dirname, '..', '..');

/** Folders of data that ship with the program. */
export const PATHS = Object.freeze({
  root: ROOT,
  profiles: join(ROOT, 'profiles'),
  rules: join(ROOT, 'profiles', 'rules'),
  policy: join(ROOT, 'profiles', 'policy.yaml'),
  policySchema: join(ROOT, 'profiles', 'policy.schema.json'),
  workingCalendar: join(ROOT, 'profiles', 'working-calendar.yaml'),
  emrSections: join(ROOT, 'profiles', 'emr-sections.yaml'),
  identifiers: join(ROOT, 'profiles', 'identifiers.json'),
  mappings: join(ROOT, 'mappings'),
  communes: join(ROOT, 'mappings', 'communes.json'),
  overrides: join(ROOT, 'mappings', 'facilities'),
  overrideSchema: join(ROOT, 'mappings', 'facilities', 'schema.json'),
});
