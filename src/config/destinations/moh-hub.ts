import { callPath, optionalCallPath } from '../schema-parts.ts';
import { kindOfDestination } from './base-schema.ts';
import { HEALTH_CHECK_DEADLINE } from './health-check-deadline.ts';
import { signedEnvelope } from './hub-envelope.ts';
import { SIGN_IN_REQUIRED, signIn } from './sign-in.ts';

/** The hub of the Ministry of Health. */
export const MOH_HUB = kindOfDestination({
  kind: 'moh-hub',
  records: ['health-check'],
  deadlines: [HEALTH_CHECK_DEADLINE],
  required: [...SIGN_IN_REQUIRED, 'hub'],
  properties: {
    ...signIn,
    paths: {
      type: 'object',
      description: 'keys and values',
      additionalProperties: false,
      default: {},
      properties: {
        login: callPath('/api/auth/login'),
        push: callPath('/api/platform/data-sync/push'),
        status: optionalCallPath(null, '/api/platform/data-sync/status'),
      },
    },
    hub: signedEnvelope,
    isIdempotent: { type: 'boolean', default: false, description: 'true or false' },
  },
});
