// The outcomes that can be chosen, with the evidence that each takes; read once.
import { answered, type Schemas } from "@/api/client";
import { api } from "../api";

let read: Promise<Schemas["OutcomeRule"][]> | undefined;

/** The rules of rules.md section 3, as the service keeps them. */
export function outcomes(): Promise<Schemas["OutcomeRule"][]> {
  read ??= answered(api.GET("/outcomes")).catch((thrown: unknown) => {
    read = undefined;
    throw thrown;
  });
  return read;
}
