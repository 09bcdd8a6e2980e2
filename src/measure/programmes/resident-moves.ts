import type { ProgrammeHolding, ProgrammePort } from '../../types/programme.ts';
import { countResident, noResidents, type Residents } from './residents.ts';

const SEPARATOR = '\n';
/** Residents looked up at once. */
const CHUNK = 250;

/** What a holding is known by. */
export function holdingName({ what, subject, facility, key }: ProgrammeHolding): string {
  return [what, subject, facility, key].join(SEPARATOR);
}

/**
 * One person with two books is one person: what all holdings of the residents that are touched come to, before and now.
 * @param put holdings that are there now, or otherwise than before
 * @param drop those that are not there any more
 */
export async function moveResidents(
  port: Pick<ProgrammePort, 'programmeHoldings'>,
  put: readonly ProgrammeHolding[],
  drop: readonly ProgrammeHolding[],
): Promise<Residents> {
  const residents = noResidents();
  const touched = new Map<string, ProgrammeHolding[]>();
  const personOf = ({ what, subject }: ProgrammeHolding) => what + SEPARATOR + subject;
  for (const holding of [...put, ...drop]) touched.set(personOf(holding), []);
  const names = [...touched.keys()].map((name) => {
    const [what, subject] = name.split(SEPARATOR) as [ProgrammeHolding['what'], string];
    return { what, subject };
  });
  for (let next = 0; next < names.length; next += CHUNK) {
    for (const holding of await port.programmeHoldings(names.slice(next, next + CHUNK))) {
      touched.get(personOf(holding))?.push(holding);
    }
  }
  for (const stored of touched.values()) countResident(residents, stored, -1);
  const changed = new Set([...put, ...drop].map(holdingName));
  for (const [name, stored] of touched) {
    touched.set(
      name,
      stored.filter((holding) => !changed.has(holdingName(holding))),
    );
  }
  for (const holding of put) touched.get(personOf(holding))?.push(holding);
  for (const now of touched.values()) countResident(residents, now, 1);
  return residents;
}
