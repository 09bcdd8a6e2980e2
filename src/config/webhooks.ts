import type { WebhookConfig } from '../types/destination-config.ts';
import { checkSecret, type ReadText } from './check-secret.ts';
import { checkUrl } from './check-url.ts';
import { ConfigError } from './config-error.ts';
import { address, facilityCode, path } from './schema-parts.ts';

const STATES = ['delivered', 'refused', 'parked'] as const;
/** 24 to 64 bytes, in base64 or as plain text. @source https://www.standardwebhooks.com */
const SECRET_LINE = /^(?:whsec_[A-Za-z0-9+/]{32,86}={0,2}|(?!whsec_)[\x21-\x7e]{24,64})$/;

/** Webhooks of facilities, as they stand in the file. */
export const WEBHOOKS_SCHEMA = {
  type: 'array',
  default: [],
  description: 'a list of webhooks, each with facility, url and secretFile',
  items: {
    type: 'object',
    description: 'a webhook with facility, url and secretFile',
    additionalProperties: false,
    required: ['facility', 'url', 'secretFile'],
    properties: {
      facility: facilityCode,
      url: address('the address that is told, for example "https://hospital.example/lien-thong"'),
      secretFile: path('the path of a file that holds the secret of the signature'),
      states: {
        type: 'array',
        uniqueItems: true,
        minItems: 1,
        items: { type: 'string', enum: STATES, description: `of ${STATES.join(', ')}` },
        default: STATES,
        description: `a list of ${STATES.join(', ')}`,
      },
    },
  },
} as const;

/** Refuses (ConfigError) a facility with two webhooks, an address that `checkUrl` refuses, and a secret that cannot be read or is none. */
export function checkWebhooks(webhooks: readonly WebhookConfig[], readText: ReadText): void {
  const facilities = new Set<string>();
  for (const [index, { facility, url, secretFile }] of webhooks.entries()) {
    const place = `webhooks[${index}]`;
    if (facilities.has(facility)) {
      throw new ConfigError('LT_CONFIG', `${place}.facility has a webhook already`, 'write one webhook a facility');
    }
    facilities.add(facility);
    checkUrl(`${place}.url`, url);
    const lines = checkSecret(`${place}.secretFile`, secretFile, readText)
      .split('\n')
      .map((line) => line.trim());
    if (!lines.every((line) => line === '' || SECRET_LINE.test(line))) {
      const remedy = 'write whsec_ and the base64 of 24 to 64 random bytes, one secret a line';
      throw new ConfigError('LT_CONFIG', `${place}.secretFile holds no secret of a webhook`, remedy);
    }
  }
}
