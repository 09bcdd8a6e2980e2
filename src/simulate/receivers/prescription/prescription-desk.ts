import { hash } from 'node:crypto';
import type { EffectLog } from '../effect-log.ts';
import type { Answer } from '../outcome.ts';
import { answerPlain, objectOf, parsePlain } from '../plain-json.ts';
import type { ReceiverAccount, TokenDesk } from '../token-desk.ts';
import { checkPrescription, type PrescriptionFault } from './prescription-check.ts';

/** A doctor at one facility; the name of the account is ma_lien_thong_bac_si. */
export interface DoctorAccount extends ReceiverAccount {
  /** ma_lien_thong_co_so_kham_chua_benh */
  readonly facilityId: string;
}

/** What the prescription system does with its calls. */
export interface PrescriptionDesk {
  signIn(bytes: Buffer): Answer;
  send(authorization: string | undefined, bytes: Buffer): Answer;
  /** As a pharmacy asks: nothing that tells who the patient is. */
  lookUp(app: { readonly name: string | undefined; readonly key: string | undefined }, code: string): Answer;
}

/** What a pharmacy is not told. */
const PERSONAL = [
  'ma_dinh_danh_y_te',
  'ma_dinh_danh_cong_dan',
  'ma_so_the_bao_hiem_y_te',
  'dia_chi',
  'so_dien_thoai_nguoi_kham_benh',
  'thong_tin_nguoi_giam_ho',
];

/** Joins the system's doctors and prescriptions. A prescription is immutable: its code is taken once. */
export function createPrescriptionDesk(deps: {
  readonly doctors: TokenDesk<DoctorAccount>;
  readonly log: EffectLog;
  readonly apps: ReadonlyMap<string, string>;
}): PrescriptionDesk {
  const { doctors, log, apps } = deps;
  const held = new Map<string, Readonly<Record<string, unknown>>>();

  function refuse(success: string, faults: readonly PrescriptionFault[], bytes: Buffer): Answer {
    log.count('rejected');
    return answerPlain(422, { success, danh_sach_cac_loi: faults, checksum: checksumOf(bytes) });
  }

  return {
    signIn(bytes) {
      const told = objectOf(parsePlain(bytes));
      const answer = doctors.signIn(told['ma_lien_thong_bac_si'], told['password']);
      if (answer.kind === 'locked') return answerPlain(403, { message: 'locked' });
      if (answer.kind !== 'signed-in') return answerPlain(401, { message: 'unauthorized' });
      if (answer.account.facilityId !== told['ma_lien_thong_co_so_kham_chua_benh']) {
        return answerPlain(401, { message: 'unauthorized' });
      }
      return answerPlain(200, { token: answer.token, token_type: 'bearer' });
    },
    send(authorization, bytes) {
      log.received.push(bytes);
      const doctor = doctors.accountOf(authorization);
      if (doctor === undefined) return answerPlain(401, { message: 'unauthorized' });
      const prescription = objectOf(parsePlain(bytes));
      const code = String(prescription['ma_don_thuoc'] ?? '').toLowerCase();
      if (held.has(code)) {
        const fault = { truong: 'ma_don_thuoc', ma_loi: 'unique', thong_bao: `${code} đã tồn tại` };
        return refuse('Đơn thuốc đã được sử dụng trước đó', [fault], bytes);
      }
      const faults = checkPrescription(prescription, doctor.username);
      if (faults.length > 0) return refuse('Dữ liệu không hợp lệ', faults, bytes);
      held.set(code, prescription);
      const message = { key: code, bytes, digest: hash('sha256', bytes), record: `prescription/${code}` };
      return log.keep(message, () =>
        answerPlain(200, { success: 'Gửi đơn thuốc thành công', checksum: checksumOf(bytes) }),
      );
    },
    lookUp({ name = '', key }, code) {
      if (key === undefined || apps.get(name) !== key) return answerPlain(401, { message: 'unauthorized' });
      const prescription = held.get(code.toLowerCase());
      if (prescription === undefined) return answerPlain(404, { message: 'not found' });
      const told = Object.entries(prescription).filter(([field]) => !PERSONAL.includes(field));
      return answerPlain(200, Object.fromEntries(told));
    },
  };
}

const checksumOf = (bytes: Buffer) => hash('sha256', bytes).slice(0, 32);
