import { isCalendarDay } from '../fhir/local-time.ts';
import type { WorkingCalendarConfig } from '../types/working-calendar.ts';
import { ConfigError } from './config-error.ts';
import { daysOfWeek, timeOfDay } from './schema-parts.ts';

const WORKING_DAYS = [1, 2, 3, 4, 5];

/** A list of single days of a year. */
const days = {
  type: 'array',
  maxItems: 366,
  uniqueItems: true,
  default: [],
  items: { type: 'string', description: 'days, for example 2027-02-05' },
  description: 'a list of days, for example [2027-02-05]',
} as const;

/**
 * The working calendar in the file. 40 hours in five days: QĐ 188/1999/QĐ-TTg; at which time of the day is for each province
 * to say.
 */
export const WORKING_CALENDAR_SCHEMA = {
  type: 'object',
  description: 'keys and values, such as "hours:" and "years:"',
  additionalProperties: false,
  default: {},
  properties: {
    hours: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      default: [
        { days: WORKING_DAYS, from: '07:30', to: '11:30' },
        { days: WORKING_DAYS, from: '13:30', to: '17:30' },
      ],
      description: 'a list of working times, each with days, from and to',
      items: {
        type: 'object',
        description: 'a working time with days, from and to',
        additionalProperties: false,
        required: ['days', 'from', 'to'],
        properties: { days: { ...daysOfWeek, minItems: 1 }, from: timeOfDay, to: timeOfDay },
      },
    },
    years: {
      type: 'object',
      patternProperties: {
        '^[0-9]{4}$': {
          type: 'object',
          description: 'a year with its days: closed and worked',
          additionalProperties: false,
          properties: { closed: days, worked: days },
        },
      },
      additionalProperties: false,
      default: {},
      description: 'years with their days, for example { 2027: { closed: [2027-02-05], worked: [] } }',
    },
  },
} as const;

/** Refuses (ConfigError) a time that ends before it starts, what is no day of its year, and a day that is closed and worked. */
export function checkWorkingCalendar({ hours, years }: WorkingCalendarConfig): void {
  for (const [index, { from, to }] of hours.entries()) {
    if (to <= from)
      refuse(`hours[${index}] ends before it starts`, 'write a time after from; nothing goes over midnight');
  }
  for (const [year, { closed, worked }] of Object.entries(years)) {
    for (const [name, days] of Object.entries({ closed, worked })) {
      const wrong = days.findIndex((day) => !isCalendarDay(day) || !day.startsWith(`${year}-`));
      if (wrong >= 0) refuse(`years.${year}.${name}[${wrong}] is no day of ${year}`, `write for example ${year}-01-02`);
    }
    if (closed.some((day) => worked.includes(day)))
      refuse(`years.${year} has a day twice`, 'write it under closed or worked');
  }
}

function refuse(problem: string, remedy: string): never {
  throw new ConfigError('LT_CONFIG', `workingCalendar.${problem}`, remedy);
}
