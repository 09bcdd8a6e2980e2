import { PATHS } from '../../src/config/paths.ts';
import { loadWorkingCalendar } from '../../src/pipeline/deadline/load-working-calendar.ts';
import { loadYaml } from './config-text.ts';

/** The calendar that ships, with the hours that ship. */
export const CALENDAR = loadWorkingCalendar(PATHS.workingCalendar, loadYaml('').workingCalendar);

/** An instant of Asia/Ho_Chi_Minh: `2026-11-20 16:30`. */
export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00+07:00`);
}
