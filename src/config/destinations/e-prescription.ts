import { address, byFacility, callPath, path, text } from '../schema-parts.ts';
import { kindOfDestination } from './base-schema.ts';

/**
 * The national prescription system. TT 26/2025/TT-BYT wants a prescription to be sent at the end of the visit and gives no
 * hours, so no deadline ships.
 */
export const E_PRESCRIPTION = kindOfDestination({
  kind: 'e-prescription',
  records: ['prescription'],
  required: ['url', 'passwordsFile'],
  properties: {
    url: address('the base address of its interface, for example "https://prescriptions.example"'),
    passwordsFile: path('the path of a JSON file that holds the password of each doctor by ma_lien_thong_bac_si'),
    facilityIds: byFacility(
      text('ma_lien_thong_co_so_kham_chua_benh in quotation marks'),
      'ma_lien_thong_co_so_kham_chua_benh of each facility by its code in quotation marks',
    ),
    paths: {
      type: 'object',
      description: 'keys and values',
      additionalProperties: false,
      default: {},
      properties: {
        login: callPath('/api/auth/dang-nhap-bac-si'),
        send: callPath('/api/v1/gui-don-thuoc'),
      },
    },
    lookUp: {
      type: ['object', 'null'],
      description: 'url, appName and appKeyFile, or null',
      additionalProperties: false,
      required: ['url', 'appName', 'appKeyFile'],
      default: null,
      properties: {
        url: {
          ...address('the address with {ma} for the code, for example "https://pharmacies.example/don-thuoc/{ma}"'),
          pattern: '\\{ma\\}',
        },
        appName: text('app-name of the account'),
        appKeyFile: path('the path of a file that holds the app-key'),
      },
    },
  },
});
