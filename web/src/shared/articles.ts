// Articles of the Regulations as letters cite them: 33 is 第三十三条.

const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** A number below a hundred in Chinese. */
export function inChinese(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return `${tens === 0 ? "" : `${tens === 1 ? "" : DIGITS[tens]}十`}${DIGITS[ones] ?? ""}`;
}

/** An article as it is cited; what is already in words stays. */
export const articleText = (article: string): string =>
  /^\d{1,2}$/.test(article) ? `条例第${inChinese(Number(article))}条` : article;
