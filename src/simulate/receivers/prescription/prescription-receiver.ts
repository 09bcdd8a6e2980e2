import { createServer } from 'node:http';
import type { EpochMs } from '../../../types/submission.ts';
import type { Effect } from '../../effect.ts';
import { createEffectLog, type MessageStats } from '../effect-log.ts';
import { createReceiverApp, type ExchangeParts, handleCall } from '../exchange-routes.ts';
import type { FaultKind, FaultOptions } from '../fault.ts';
import { createFaultSwitch } from '../fault-switch.ts';
import { answerPlain } from '../plain-json.ts';
import { openPort } from '../switchable-port.ts';
import { createTokenDesk } from '../token-desk.ts';
import { createPrescriptionDesk, type DoctorAccount } from './prescription-desk.ts';

export interface PrescriptionReceiverOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: () => EpochMs;
  readonly doctors: readonly DoctorAccount[];
  /** app-key of each app-name that may look prescriptions up. */
  readonly apps: ReadonlyMap<string, string>;
  /** Life of a token. Default 604,800: seven days. */
  readonly tokenSeconds?: number;
}

export interface PrescriptionReceiver {
  /** Base address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** What took effect up to now, in order; the key is the code of the prescription in small letters. */
  effects(): readonly Effect[];
  stats(): MessageStats;
  /** Bodies of the prescriptions that came, taken or not, in order. */
  received(): readonly Buffer[];
  signIns(): number;
  expireTokens(): void;
  setPassword(doctor: string, password: string): void;
  setFault(kind: FaultKind | null, options?: FaultOptions): Promise<void>;
  close(): Promise<void>;
}

const WEEK_SECONDS = 604_800;

/**
 * Starts a simulated national prescription system: `POST /api/auth/dang-nhap-bac-si`, `POST /api/v1/gui-don-thuoc`,
 * `GET /api/v1/thong-tin-don-thuoc/{ma}`. Checks the fields, takes a code once, keeps prescriptions in memory, fails on
 * demand. Listens on 127.0.0.1 only.
 */
export async function startPrescriptionReceiver(options: PrescriptionReceiverOptions): Promise<PrescriptionReceiver> {
  const { clock, apps, tokenSeconds = WEEK_SECONDS } = options;
  const doctors = createTokenDesk(options.doctors, { seconds: tokenSeconds, clock });
  const log = createEffectLog({ clock, keyBlind: false });
  const desk = createPrescriptionDesk({ doctors, log, apps });
  const faults = createFaultSwitch((state) => port.setState(state));
  const parts: ExchangeParts = {
    faults,
    fail: (status) => answerPlain(status, { message: 'simulated fault' }),
    count: log.count,
    effects: log.effects,
    stats: log.stats,
  };
  const app = createReceiverApp(parts, (calls) => {
    calls.post(
      '/api/auth/dang-nhap-bac-si',
      handleCall(parts, { sort: 'sign-in', answer: (_request, bytes) => desk.signIn(bytes) }),
    );
    calls.post(
      '/api/v1/gui-don-thuoc',
      handleCall(parts, { answer: (request, bytes) => desk.send(request.get('authorization'), bytes) }),
    );
    calls.get(
      '/api/v1/thong-tin-don-thuoc/:code',
      handleCall(parts, {
        sort: 'query',
        answer: (request) =>
          desk.lookUp({ name: request.get('app-name'), key: request.get('app-key') }, String(request.params['code'])),
      }),
    );
  });
  const port = await openPort(createServer(app), options.port);
  return {
    url: `http://127.0.0.1:${port.port}`,
    port: port.port,
    effects: log.effects,
    stats: log.stats,
    received: () => [...log.received],
    signIns: doctors.signIns,
    expireTokens: doctors.expireTokens,
    setPassword: doctors.setPassword,
    setFault: faults.set,
    close: () => port.setState('closed'),
  };
}
