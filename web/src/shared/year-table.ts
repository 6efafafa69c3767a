// The official layout of section three in both formats, as rows of cells with their spans.
import layouts from "./year-table.json";

export type Format = keyof typeof layouts;

interface Label {
  text: string;
  rows: number;
  columns: number;
  isGroup: boolean;
}

export interface Line {
  /** The row's id in the contract. */
  id: string;
  labels: Label[];
  name: string;
  isSum: boolean;
}

const LABEL_COLUMNS = 3;

export const columnsOf = (format: Format) => layouts[format].columns;
export const noteOf = (format: Format) => layouts[format].note;
export const documentOf = (format: Format) => layouts[format].document;

/** The rows that hold numbers, each with the labels that begin at it. */
export function linesOf(format: Format): Line[] {
  const { rows } = layouts[format];
  const leavesBelow = (id: string): number =>
    rows.filter((row) => row.parent === id).reduce((sum, row) => sum + (row.kind === "group" ? leavesBelow(row.id) : 1), 0);
  let waiting: Label[] = [];
  const lines: Line[] = [];
  for (const row of rows) {
    const text = `${row.number ?? ""}${row.label}`;
    if (row.kind === "group") {
      waiting.push({ text, rows: leavesBelow(row.id), columns: 1, isGroup: true });
      continue;
    }
    const own = { text, rows: 1, columns: LABEL_COLUMNS - row.level + 1, isGroup: false };
    lines.push({ id: row.id, labels: [...waiting, own], name: row.label, isSum: row.level === 1 || row.kind === "sum" });
    waiting = [];
  }
  return lines;
}

export const BLOCKS = [
  ["review", "行政复议"],
  ["litigation_direct", "未经复议直接起诉"],
  ["litigation_after_review", "复议后起诉"],
] as const;

export const RESULTS = [
  ["upheld", "结果维持"],
  ["corrected", "结果纠正"],
  ["other_result", "其他结果"],
  ["pending", "尚未审结"],
  ["total", "总计"],
] as const;

/** The name of a cell in words. */
export function cellName(format: Format, row: string, column: string): string {
  const block = BLOCKS.find(([id]) => id === row);
  if (block) return `${block[1]}，${RESULTS.find(([id]) => id === column)?.[1] ?? column}`;
  const line = linesOf(format).find((one) => one.id === row);
  return `${line?.name ?? row}，${columnsOf(format).find((one) => one.id === column)?.label ?? column}`;
}
