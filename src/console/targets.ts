/** The last days of the targets, `YYYY-MM-DD`; all of them are settings. */
export interface Targets {
  /** 100 % in the province; also the day that is counted down to. */
  readonly province: string;
  readonly hospital: string;
  readonly other: string;
}

/** Days from one day to another; negative when it is past. */
export function daysUntil(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
