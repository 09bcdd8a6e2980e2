import { describe } from '@jest/globals';
import { describeShortFaults } from './harness/short-form.ts';

describe('faults on SQLite, in short', () => describeShortFaults('sqlite'));
