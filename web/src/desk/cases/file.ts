// Everything that the page of a case shows, read side by side.
import { answered, type Schemas, versioned } from "@/api/client";
import { api } from "../api";

export interface CaseFile {
  found: Schemas["Case"];
  etag: string;
  items: Schemas["CaseItem"][];
  events: Schemas["Event"][];
  deadlines: Schemas["Deadlines"];
  letters: Schemas["CaseLetter"][];
  consultations: Schemas["Consultation"][];
  challenges: Schemas["Challenge"][];
  numbers: Schemas["CaseNumber"][];
  searches: Schemas["Search"][];
  requesters: Schemas["RequestersShown"] | undefined;
}

/** Reads the file of a case. */
export async function readFile(number: string, organ: string | undefined): Promise<CaseFile> {
  const params = { path: { number }, query: { organ } };
  const [read, items, events, deadlines, letters, consultations, challenges, numbers, searches, requesters] = await Promise.all([
    versioned(api.GET("/cases/{number}", { params })),
    answered(api.GET("/cases/{number}/items", { params })),
    answered(api.GET("/cases/{number}/events", { params })),
    answered(api.GET("/cases/{number}/deadlines", { params: { ...params, query: { organ, days: true } } })),
    answered(api.GET("/cases/{number}/letters", { params })),
    answered(api.GET("/cases/{number}/consultations", { params })),
    answered(api.GET("/cases/{number}/challenges", { params })),
    answered(api.GET("/cases/{number}/numbers", { params })),
    answered(api.GET("/cases/{number}/searches", { params })),
    answered(api.GET("/cases/{number}/requester", { params })).catch(() => undefined),
  ]);
  return { found: read.data, etag: read.etag, items, events, deadlines, letters, consultations, challenges, numbers, searches, requesters };
}
