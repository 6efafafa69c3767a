// Doing an act. Which acts there are is told by the service with the case, so that the address is data here and the
// body is what the form of the contract made of it.
import { answered, type Schemas, versioned } from "@/api/client";
import { api } from "../../api";

export interface ActRequest {
  number: string;
  organ: string;
  address: string;
  etag: string;
  on: string | null;
  body: unknown;
}

/** Does an act on a case at the version that was seen. */
export async function postAct(request: ActRequest): Promise<{ data: Schemas["AfterAct"]; etag: string }> {
  const path = `/cases/{number}/${request.address}` as "/cases/{number}/notes";
  const params = {
    path: { number: request.number },
    query: { organ: request.organ, ...(request.on && { on: request.on }) },
    header: { "If-Match": request.etag },
  };
  return versioned(api.POST(path, { params, body: request.body as Schemas["CameInAct"] }));
}

/** Does one act on several cases, all or none. */
export async function postBatch(act: string, batch: Schemas["Batch"]): Promise<Schemas["BatchDone"]> {
  const params = { path: { act: act as "notes" } };
  return answered(api.POST("/batches/{act}", { params, body: batch }));
}
