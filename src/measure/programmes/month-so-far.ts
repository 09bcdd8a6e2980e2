import { setTimeout as sleep } from 'node:timers/promises';
import { toLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammeFigure, ProgrammeService } from '../../types/programme.ts';
import type { EpochMs } from '../../types/submission.ts';

/** A page is not kept waiting for longer: the next time they are there. */
const PATIENCE_MS = 250;

/** The further indicators of the month so far, for a page; null when they are still being counted or cannot be read. */
export async function monthSoFar(
  { figures }: Pick<ProgrammeService, 'figures'>,
  clock: () => EpochMs,
): Promise<readonly ProgrammeFigure[] | null> {
  const to = toLocalDay(clock());
  const found = figures({ from: `${to.slice(0, 8)}01`, to }).catch(() => null);
  return Promise.race([found, sleep(PATIENCE_MS, null, { ref: false })]);
}
