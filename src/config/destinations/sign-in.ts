import { address, byFacility, path, text } from '../schema-parts.ts';

/** Address and accounts of a receiver that one signs in to. */
export const signIn = {
  url: address('the base address of its interface, for example "https://warehouse.example"'),
  username: text('the name of the account'),
  passwordFile: path('the path of a file that holds the password'),
  accounts: byFacility(
    {
      type: 'object',
      description: 'an account with username and passwordFile',
      additionalProperties: false,
      required: ['username', 'passwordFile'],
      properties: {
        username: text('the name of the account'),
        passwordFile: path('the path of a file that holds the password'),
        privateKeyFile: path('the path of a file that holds an RSA private key (PEM)'),
      },
    },
    'accounts of facilities by code in quotation marks, each with username and passwordFile',
  ),
} as const;

/** What cannot be left out. */
export const SIGN_IN_REQUIRED = ['url', 'username', 'passwordFile'] as const;
