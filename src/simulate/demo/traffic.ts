import { startOfLocalDay, toLocalDay } from '../../fhir/local-time.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { FAULT_KINDS } from '../hospitals/faults/faults.ts';
import { createHospital, type Hospital, type Sent } from '../hospitals/hospital.ts';
import { CAST, ONLY_CONNECTED, type Role } from './cast.ts';
import type { Ledger } from './ledger.ts';
import type { Sender } from './sender.ts';
import type { SteppingClock } from './stepping-clock.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** When the hospitals of the demo send, after midnight. */
const SENDING_HOUR_MS = 15 * HOUR_MS;

export interface TrafficParts {
  readonly clock: SteppingClock;
  readonly senderOf: (facility: FacilityCode) => Sender;
  readonly ledger: Ledger;
  /** Resolves when nothing waits to be delivered. */
  readonly drained: () => Promise<void>;
  /** Aborted when the demo is to end: no further day begins. */
  readonly stop: AbortSignal;
}

/** The synthetic hospitals of the demo and what they send. */
export interface Traffic {
  /** Lives through the days before `today`, each with its own traffic, through the gateway's real door. */
  playHistory(today: EpochMs, onDay: (daysAgo: number) => void): Promise<void>;
  /** One round of today's traffic: new encounters, a file sent twice, a correction, faulty files. */
  playRound(round: number): Promise<void>;
}

/** Faulty files in each round: after a dozen rounds every kind of fault was sent. */
const FAULTS_PER_ROUND = 4;

/** Makes the traffic of the whole cast. */
export function createTraffic({ clock, senderOf, ledger, drained, stop }: TrafficParts): Traffic {
  const players = CAST.map((role) => ({
    role,
    hospital: openHospital(role, clock),
    last: undefined as Sent | undefined,
  }));
  const send = async (facility: FacilityCode, sent: Sent) =>
    ledger.note(facility, sent, await senderOf(facility).send(sent));

  async function playDay(daysAgo: number): Promise<void> {
    for (const player of players) {
      const { role, hospital } = player;
      if (daysAgo > role.fromDaysAgo || daysAgo < role.toDaysAgo) continue;
      for (let count = 0; count < role.perDay; count++) {
        player.last = exportEncounter(role, hospital);
        await send(role.facility, player.last);
      }
    }
    if (daysAgo % 7 === 0) for (const facility of ONLY_CONNECTED) await senderOf(facility).signIn();
  }

  return {
    async playHistory(today, onDay) {
      const first = Math.max(...CAST.map(({ fromDaysAgo }) => fromDaysAgo));
      for (let daysAgo = first; daysAgo >= 1 && !stop.aborted; daysAgo--) {
        clock.set(startOfLocalDay(toLocalDay(today - daysAgo * DAY_MS)) + SENDING_HOUR_MS);
        await playDay(daysAgo);
        await drained();
        onDay(daysAgo);
      }
      // The days took a while: programs outside the demo sign in by the machine's own clock.
      clock.follow();
    },
    async playRound(round) {
      await playDay(0);
      const active = players.filter(({ role }) => role.toDaysAgo === 0);
      const player = active[round % active.length];
      if (player?.last === undefined) return;
      const { role, hospital, last } = player;
      await send(role.facility, hospital.resend(last, 'unchanged'));
      await send(role.facility, hospital.resend(last, 'corrected'));
      if (role.sends === 'fhir') return;
      for (let count = 0; count < FAULTS_PER_ROUND; count++) {
        const fault = FAULT_KINDS[(round * FAULTS_PER_ROUND + count) % FAULT_KINDS.length];
        if (fault !== undefined) await send(role.facility, hospital.faulty(fault));
      }
    },
  };
}

function openHospital({ facility, delayHours, kinds }: Role, clock: SteppingClock): Hospital {
  const options = { facility, seed: `demo-${facility}`, clock: () => clock.now() - delayHours * HOUR_MS };
  return createHospital(kinds === undefined ? options : { ...options, kinds });
}

function exportEncounter({ sends }: Role, hospital: Hospital): Sent {
  return sends === 'fhir' ? hospital.fhirBundle() : hospital.claimEnvelope();
}
