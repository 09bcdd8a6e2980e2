import type { FacilityStanding } from '../../types/coverage.ts';
import type { Fault } from './fault.ts';
import { SENTENCES } from './sentences.ts';
import { write, writeMoment } from './written-figures.ts';

type Standing = Omit<FacilityStanding, 'advice'>;

/** What is wrong with the traffic itself: no sign-in, silence, nothing that was accepted. */
export function findTrafficFaults(standing: Standing): readonly Fault[] {
  return [...findMissingSignIn(standing), ...findMissingRecords(standing)];
}

function findMissingSignIn({ connected }: Standing): readonly Fault[] {
  return connected ? [] : [plain('sign-in', 1, () => write(SENTENCES.signIn))];
}

function findMissingRecords({ sending, silence, lastAcceptedAt, figures }: Standing): readonly Fault[] {
  const { received, accepted, quarantined, refused } = figures;
  if (!sending && received > 0 && accepted === 0) {
    const tell = () => write(SENTENCES.allHeldBack, { affected: received, quarantined, refused });
    return [{ ...plain('records', 2, tell), affected: received, base: received }];
  }
  if (lastAcceptedAt !== null && (silence === 'week' || silence === 'unusual')) {
    const sentence = silence === 'week' ? SENTENCES.silentWeek : SENTENCES.silentUnusual;
    return [plain('silence', 2, () => write(sentence, { since: writeMoment(lastAcceptedAt) }))];
  }
  return sending ? [] : [plain('records', 2, () => write(SENTENCES.noRecords))];
}

function plain(kind: Fault['kind'], hinders: Fault['hinders'], tell: Fault['tell']): Fault {
  return { kind, hinders, object: '', tell, affected: null, base: null, behind: null };
}
