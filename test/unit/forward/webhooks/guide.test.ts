import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { toNoticeMessage } from '../../../../src/forward/webhooks/notice-message.ts';
import { signWebhook } from '../../../../src/forward/webhooks/webhook-signature.ts';
import { NOTICE } from '../../../support/notices.ts';
import { createFolder } from '../../../support/run-cli.ts';

const guide = (name: string) => readFileSync(join(PATHS.root, 'docs/guides', name), 'utf8');
const codeOf = (text: string) => /^```js\n(.*?)^```/ms.exec(text)?.[1];

describe('docs/guides/webhooks.md', () => {
  it('shows the same code in both languages', () => {
    expect(codeOf(guide('webhooks.vi.md'))).toBe(codeOf(guide('webhooks.md')));
  });

  it('shows code that takes calls of the gateway and no others', async () => {
    const folder = await createFolder();
    const file = join(folder.path, 'guide.mjs');
    writeFileSync(file, String(codeOf(guide('webhooks.md'))));
    const { isFromGateway } = await import(file);
    const [secret, other] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
    const body = toNoticeMessage({ ...NOTICE, attempt: 1, fence: 1 });
    const headers = signWebhook({ id: NOTICE.id, timestamp: NOTICE.at / 1_000 }, body, [other, secret]);
    const textOf = (bytes: Buffer) => `whsec_${bytes.toString('base64')}`;
    expect(isFromGateway(headers, body, textOf(secret), NOTICE.at)).toBe(true);
    expect(isFromGateway(headers, `${body} `, textOf(secret), NOTICE.at)).toBe(false);
    expect(isFromGateway(headers, body, textOf(Buffer.alloc(32, 9)), NOTICE.at)).toBe(false);
    expect(isFromGateway(headers, body, textOf(secret), NOTICE.at + 301_000)).toBe(false);
    expect(isFromGateway({}, body, textOf(secret), NOTICE.at)).toBe(false);
    await folder.remove();
  });
});
