import { callPath } from '../schema-parts.ts';
import { kindOfDestination } from './base-schema.ts';
import { HEALTH_CHECK_DEADLINE } from './health-check-deadline.ts';
import { warehouseEnvelope } from './hub-envelope.ts';
import { SIGN_IN_REQUIRED, signIn } from './sign-in.ts';

/** A provincial health data warehouse. It passes health checks on to the ministry, so their deadline holds for it too. */
export const PROVINCE_WAREHOUSE = kindOfDestination({
  kind: 'province-warehouse',
  records: ['health-book', 'health-check'],
  deadlines: [HEALTH_CHECK_DEADLINE],
  required: SIGN_IN_REQUIRED,
  properties: {
    ...signIn,
    paths: {
      type: 'object',
      description: 'keys and values',
      additionalProperties: false,
      default: {},
      properties: {
        token: callPath('/api/xac-thuc/token'),
        healthBook: callPath('/api/ho-so-suc-khoe/qd-831-2017/tiep-nhan'),
        healthCheck: callPath('/api/platform/data-sync/push'),
        status: callPath('/api/kham-suc-khoe/doi-soat-byt/trang-thai'),
      },
    },
    hub: warehouseEnvelope,
  },
});
