/** A time of the day in which work is done, Asia/Ho_Chi_Minh. */
export interface WorkingTime {
  /** Days of the week, 1 Monday to 7 Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`, after `from`; `24:00` is the end of the day. */
  readonly to: string;
}

/** What was decided for one year, beside the holidays of fixed dates. Days are `YYYY-MM-DD`. */
export interface CalendarYear {
  /** No work: Tết, Giỗ Tổ, the day beside 2 September, days moved elsewhere. */
  readonly closed: readonly string[];
  /** Work on a day that would be free: what a free day was moved to. */
  readonly worked: readonly string[];
}

/** The working calendar of a deployment. */
export interface WorkingCalendarConfig {
  readonly hours: readonly WorkingTime[];
  /** By year (`2027`), added to what ships with the program (profiles/working-calendar.yaml); its word on a day counts more. */
  readonly years: Readonly<Record<string, CalendarYear>>;
}
