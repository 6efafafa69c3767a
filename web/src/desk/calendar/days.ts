// A year as months of weeks, Monday first, for the year view.
import { daysAfter } from "@/shared/dates";

export interface Month {
  month: number;
  /** Days of the month, with empty places before the first. */
  blanks: number;
  days: string[];
}

const two = (number: number): string => String(number).padStart(2, "0");

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export const isWeekend = (day: string): boolean => weekdayOf(day) > 4;

/** The twelve months of a year. */
export function monthsOf(year: number): Month[] {
  return Array.from({ length: 12 }, (_, index) => {
    const first = `${year}-${two(index + 1)}-01`;
    const days: string[] = [];
    for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = daysAfter(day, 1)) days.push(day);
    return { month: index + 1, blanks: weekdayOf(first), days };
  });
}
