// Legal days and instants as an office writes them. Days are words of the contract (`2026-01-29`), not instants:
// they are never moved by a time zone.

const WEEKDAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

const parts = (day: string): [number, number, number] => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return [year, month, date];
};

/** 2026年1月29日 */
export function longDay(day: string): string {
  const [year, month, date] = parts(day);
  return `${year}年${month}月${date}日`;
}

/** 1月29日; with the year where it is another than `today`'s. */
export function shortDay(day: string, today: string = thisDay()): string {
  const [year, month, date] = parts(day);
  return year === parts(today)[0] ? `${month}月${date}日` : `${year}年${month}月${date}日`;
}

/** 星期四 */
export function weekday(day: string): string {
  const [year, month, date] = parts(day);
  return WEEKDAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()] ?? "";
}

/** Today in Beijing, as a legal day. */
export function thisDay(now: Date = new Date()): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(now);
}

/** The day `count` calendar days after `day`. */
export function daysAfter(day: string, count: number): string {
  const [year, month, date] = parts(day);
  return new Date(Date.UTC(year, month - 1, date + count)).toISOString().slice(0, 10);
}

const INSTANT = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** 2026/1/29 09:05, Beijing time. */
export const instant = (at: string): string => INSTANT.format(new Date(at));

/** 还有3个工作日 / 今天到期 / 已逾期2个工作日 */
export function daysLeftText(days: number): string {
  if (days > 0) return `还有${days}个工作日`;
  return days === 0 ? "今天到期" : `已逾期${-days}个工作日`;
}
