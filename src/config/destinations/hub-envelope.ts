import { byFacility, optionalPath, path, text } from '../schema-parts.ts';

const KEY = 'the path of a file that holds an RSA private key (PEM)';

/** The signed envelope of the ministry's hub: what its sources disagree on is a setting. */
const common = {
  senderIds: byFacility(
    { type: 'string', pattern: '^[0-9]{13}$', description: 'the 13-digit id in quotation marks' },
    'the 13-digit id of each facility by its code in quotation marks, for example { "99001": "8934280000017" }',
  ),
  hashCase: { type: 'string', enum: ['upper', 'lower'], default: 'upper', description: 'upper or lower' },
  dataShape: { type: 'string', enum: ['string', 'object'], default: 'string', description: 'string or object' },
  refMsgId: { type: 'string', enum: ['absent', 'empty'], default: 'absent', description: 'absent or empty' },
  serviceType: { ...text('a text in quotation marks, for example "100"'), default: '100' },
  version: { ...text('a text in quotation marks, for example "1.0.6"'), default: '1.0.6' },
} as const;

/** Of messages to the hub itself, which wants them signed. */
export const signedEnvelope = {
  type: 'object',
  description: 'keys and values, with receiverId and privateKeyFile',
  additionalProperties: false,
  required: ['receiverId', 'privateKeyFile'],
  properties: {
    receiverId: text('the id of the receiver as the hub wants it, for example "TDLBYT"'),
    privateKeyFile: path(KEY),
    ...common,
  },
} as const;

/** Of messages to a warehouse, which signs what it passes on itself. */
export const warehouseEnvelope = {
  type: 'object',
  description: 'keys and values',
  additionalProperties: false,
  default: {},
  properties: {
    receiverId: { ...text('the id of the receiver as the warehouse wants it, for example "TTYQG"'), default: 'TTYQG' },
    privateKeyFile: optionalPath(`${KEY}, or null`),
    ...common,
  },
} as const;
