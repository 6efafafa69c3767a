// Where the labels of a narrow table break.

const SHORTEST = 4;

/** A heading in two lines: 商业／企业. */
export function halved(text: string): string {
  const middle = Math.ceil(text.length / 2);
  return text.length < SHORTEST ? text : `${text.slice(0, middle)}\n${text.slice(middle)}`;
}

/** A label whose numbering stands in a line of its own: （三）／不予公开, 三、／本年度／办理结果. */
export const numbered = (text: string): string => text.replace(/^(（.）|.、)(本年度)?/, (_, number: string, year?: string) => (year ? `${number}\n${year}\n` : `${number}\n`));
