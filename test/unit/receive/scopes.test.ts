import { describe, expect, it } from '@jest/globals';
import { mayRead, mayWrite } from '../../../src/receive/scopes.ts';

describe('scopes', () => {
  it.each([
    // SMART v1
    ['system/*.read', 'read'],
    ['system/*.write', 'write'],
    ['system/*.*', 'read write'],
    // SMART v2: create, read, update, delete, search, in this order
    ['system/*.cruds', 'read write'],
    ['system/*.c', 'write'],
    ['system/*.cu', 'write'],
    ['system/*.rs', 'read'],
    ['system/*.r', 'read'],
    ['system/*.s', ''],
    ['system/*.ud', ''],
    // not the whole of the system's resources
    ['system/Patient.cruds', ''],
    ['system/*.cruds?category=x', ''],
    ['user/*.cruds', ''],
    ['patient/*.*', ''],
    // not scopes
    ['system/*.', ''],
    ['system/*.sr', ''],
    ['system/*.cruds ', ''],
    ['system/*.write system/*.read', ''],
    ['xsystem/*.write', ''],
    ['SYSTEM/*.WRITE', ''],
    ['', ''],
  ])('%s allows: %s', (scope, allowed) => {
    const granted = [mayRead([scope]) ? 'read' : '', mayWrite([scope]) ? 'write' : ''].filter(Boolean).join(' ');
    expect(granted).toBe(allowed);
  });

  it('are joined, and none allows nothing', () => {
    expect(mayRead(['system/*.write', 'system/*.read'])).toBe(true);
    expect(mayRead([]) || mayWrite([])).toBe(false);
  });
});
