import type { EpochMs } from '../../../types/submission.ts';
import { createEffectLog } from '../effect-log.ts';
import { type NationalReceiver, startNationalReceiver } from '../national-receiver.ts';
import { answerPlain } from '../plain-json.ts';
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

/** The key of an effect is the code of the prescription in small letters; accounts are of doctors. */
export type PrescriptionReceiver = NationalReceiver;

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
  return startNationalReceiver({
    port: options.port,
    log,
    tokens: doctors,
    fail: (status) => answerPlain(status, { message: 'simulated fault' }),
    addCalls: (calls, handle) => {
      calls.post(
        '/api/auth/dang-nhap-bac-si',
        handle({ sort: 'sign-in', answer: (_request, bytes) => desk.signIn(bytes) }),
      );
      calls.post(
        '/api/v1/gui-don-thuoc',
        handle({ answer: (request, bytes) => desk.send(request.get('authorization'), bytes) }),
      );
      calls.get(
        '/api/v1/thong-tin-don-thuoc/:code',
        handle({
          sort: 'query',
          answer: (request) =>
            desk.lookUp({ name: request.get('app-name'), key: request.get('app-key') }, String(request.params['code'])),
        }),
      );
    },
  });
}
