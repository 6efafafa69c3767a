// The list of cases as a page of the screen, or all of it as a register to save.
import { answered, type Schemas } from "@/api/client";
import { thisDay } from "@/shared/dates";
import { api } from "../api";
import { saveAnswer } from "../shell/save";
import type { Filters } from "./filters";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A page of the list; of the kinds that the contract names JSON is the one without Accept. */
export async function readCases(query: Filters): Promise<Schemas["CasePage"]> {
  return (await answered(api.GET("/cases", { params: { query } }))) as Schemas["CasePage"];
}

/** Saves all that the filters find as a workbook; identity numbers are masked, the audit log tells of it. */
export async function saveRegister(query: Filters): Promise<void> {
  const answer = await api.GET("/cases", { params: { query }, headers: { Accept: XLSX }, parseAs: "blob" });
  await saveAnswer(`申请台账-${thisDay()}.xlsx`, answer);
}
