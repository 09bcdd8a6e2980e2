import type { ClaimPortalResult } from '../../types/destination-config.ts';
import { callPath, optionalCallPath } from '../schema-parts.ts';
import { kindOfDestination } from './base-schema.ts';
import { SIGN_IN_REQUIRED, signIn } from './sign-in.ts';

const RESULTS: readonly ClaimPortalResult[] = ['delivered', 'login', 'refused', 'transient', 'misconfigured'];

/** The claim portal of the social insurance. */
export const CLAIM_PORTAL = kindOfDestination({
  kind: 'claim-portal',
  records: ['claim', 'check-in', 'document', 'death-notice', 'birth-certificate'],
  deadlines: [
    {
      records: ['death-notice', 'birth-certificate'],
      hours: 4,
      of: 'working',
      source: 'TT 25/2025/TT-BYT (death notice), TT 22/2025/TT-BYT (birth certificate), NĐ 301/2026: 4 working hours',
    },
  ],
  required: SIGN_IN_REQUIRED,
  properties: {
    ...signIn,
    paths: {
      type: 'object',
      description: 'keys and values',
      additionalProperties: false,
      default: {},
      properties: {
        token: callPath('/api/token/take'),
        checkIn: callPath('/api/qd130/checkInKcbQd3176'),
        claim: callPath('/api/qd130/guiHoSoXmlQD3176'),
        document: callPath('/api/chungtugw/GuiHoSoChungTu2025'),
        certificate: callPath('/api/hososuckhoe/guiGiayToDienTu'),
        retiredClaim: optionalCallPath(null, '/api/egw/guiHoSoGiamDinh4210'),
      },
    },
    provinceCode: {
      type: 'string',
      pattern: '^[0-9]{2,3}$',
      default: '51',
      description: 'the code of the province in quotation marks, for example "51"',
    },
    bodyEncoding: { type: 'string', enum: ['form', 'json'], default: 'form', description: 'form or json' },
    passwordHashCase: { type: 'string', enum: ['upper', 'lower'], default: 'upper', description: 'upper or lower' },
    resultCodes: {
      type: 'object',
      propertyNames: { pattern: '^[0-9A-Za-z_-]{1,20}$' },
      additionalProperties: { type: 'string', enum: RESULTS, description: `one of ${RESULTS.join(', ')}` },
      maxProperties: 200,
      default: {},
      description: `what maKetQua means, by code in quotation marks: one of ${RESULTS.join(', ')}`,
    },
  },
});
