const DAY_MS = 86_400_000;

/** True for a month of the calendar, `YYYY-MM`, of this century. */
export function isMonth(text: string): boolean {
  return /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text);
}

/** True for a year of this century, `YYYY`. */
export function isYear(text: string): boolean {
  return /^20\d{2}$/.test(text);
}

/** The month of a day, `YYYY-MM-DD`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** A month, so many months later; before, when the number is negative. */
export function plusMonths(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The first day of a month, `YYYY-MM-DD`. */
export function firstDayOf(month: string): string {
  return `${month}-01`;
}

/** The last day of a month, `YYYY-MM-DD`. */
export function lastDayOf(month: string): string {
  return plusDays(firstDayOf(plusMonths(month, 1)), -1);
}

/** Months from one to another, both included; none when the other is before. */
export function monthsFrom(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = plusMonths(month, 1)) months.push(month);
  return months;
}

/** A day, so many days later; before, when the number is negative. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The earlier of two days, or months. */
export function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

/** Days from one day to another; negative when the other is before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
