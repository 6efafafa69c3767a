// The table in its kinds: as data for the page, or as a file that the service writes, by what is asked for in Accept.
import { answered, type Schemas } from "@/api/client";
import { api } from "../api";
import { saveAnswer } from "../shell/save";
import type { TableQuery } from "./query";

export const KINDS = {
  xlsx: ["Excel 工作簿", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  html: ["网页", "text/html"],
  csv: ["CSV", "text/csv"],
  json: ["JSON", "application/json"],
} as const;

export type Kind = keyof typeof KINDS;

/** The table as data; of the kinds that the contract names JSON is the one without Accept. */
export async function readTable(year: number, query: TableQuery): Promise<Schemas["AnnualTable"]> {
  return (await answered(api.GET("/annual-tables/{year}", { params: { path: { year }, query } }))) as Schemas["AnnualTable"];
}

/** Reads the table in the kind wanted and hands it to the browser to save. */
export async function download(year: number, query: TableQuery, kind: Kind): Promise<void> {
  const headers = { Accept: KINDS[kind][1] };
  const answer = await api.GET("/annual-tables/{year}", { params: { path: { year }, query }, headers, parseAs: "blob" });
  await saveAnswer(`年报表-${query.organ}-${year}.${kind}`, answer);
}
