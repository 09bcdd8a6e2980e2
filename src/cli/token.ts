import type { Command } from './command.ts';
import { SESSION_OPTIONS, withFacilitySession } from './facility-session.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';

/** `token`: prints an access token of a facility. */
export const token: Command = {
  name: 'token',
  summary: 'print an access token of a facility',
  usage: `Usage: lien-thong token --url URL --facility CODE --key FILE

Signs in at the gateway (SMART Backend Services) and prints the access token, alone on one line.

  --url URL         address of the gateway, as its PUBLIC_URL
  --facility CODE   code of the facility
  --key FILE        its private key (JWK), as written by 'lien-thong keys generate'
  --json            print the gateway's whole answer (expires_in, scope)`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, SESSION_OPTIONS);
    refuseExtra(positionals, 0);
    const answer = await withFacilitySession(values, io, (session) => session.requestToken());
    io.stdout.write(`${values.json ? JSON.stringify(answer) : answer.access_token}\n`);
    return 0;
  },
};
