import { describe, expect, it } from '@jest/globals';
import { remedyText } from '../../../src/fhir/delivery-remedies.ts';

describe('what is to be done', () => {
  it.each([
    ['queued', 'timeout', /tries again by itself/],
    ['unknown', 'timeout', /tries again by itself/],
    ['queued', 'http-401', /operator: mend the settings/],
    ['parked', 'http-503', /operator: find the cause/],
    ['parked', 'outcome-unknown', /ask the receiver .* very same message/],
    ['parked', 'parked-by-operator', /queue retry/],
    ['refused', 'fields-refused', /sender: mend the record/],
    ['refused', 'ORG_MISMATCH', /operator: mend the settings/],
    ['queued', 'disk-full', /the disk or the folder/],
    ['parked', 'internal-error', /gateway's log/],
    ['refused', 'constructor', /sender: mend the record/],
  ] as const)('%s, %s', (state, code, text) => {
    expect(remedyText(state, code)?.en).toMatch(text);
    expect(remedyText(state, code)?.vi).toMatch(
      /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i,
    );
  });

  it('is nothing for what arrived', () => expect(remedyText('delivered', 'ACCEPTED_DUPLICATE')).toBeUndefined());
});
