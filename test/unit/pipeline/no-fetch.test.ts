import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { runLine } from '../../support/whole-line.ts';

const ELSEWHERE = 'http://elsewhere.example';
const usual = getGlobalDispatcher();
const undiciNet = new MockAgent({ enableCallHistory: true });
const asked: string[] = [];
const requests = () => asked.length + (undiciNet.getCallHistory()?.calls().length ?? 0);

/** Every way out of the process is watched: node:http and global fetch by nock, undici by its own mock. */
beforeAll(() => {
  nock.disableNetConnect();
  nock.emitter.on('no match', () => void asked.push('node:http or fetch'));
  undiciNet.disableNetConnect();
  setGlobalDispatcher(undiciNet);
});

afterAll(async () => {
  nock.enableNetConnect();
  nock.restore();
  setGlobalDispatcher(usual);
  await undiciNet.close();
});

describe('URLs in data', () => {
  it('the watch sees a request', async () => {
    await expect(fetch(`${ELSEWHERE}/watch`)).rejects.toThrow();
    expect(requests()).toBe(1);
  });

  it('are never fetched: references, attachments, profiles, narratives', () => {
    const before = requests();
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: `${ELSEWHERE}/Patient/1`,
          resource: {
            resourceType: 'Patient',
            id: '1',
            meta: { profile: [`${ELSEWHERE}/StructureDefinition/p`], source: ELSEWHERE },
            text: {
              status: 'generated',
              div: `<div xmlns="http://www.w3.org/1999/xhtml"><img src="${ELSEWHERE}/x.png"/></div>`,
            },
            photo: [{ url: `${ELSEWHERE}/photo.jpg` }],
            generalPractitioner: [{ reference: `${ELSEWHERE}/Practitioner/2` }],
          },
          request: { method: 'PUT', url: 'Patient/1' },
        },
      ],
    };
    runLine('99001', Buffer.from(JSON.stringify(bundle)));
    expect(requests()).toBe(before);
  });
});
