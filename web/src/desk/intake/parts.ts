// The form of the contract in the parts in which a clerk fills it in.
import type { Schemas } from "@/api/client";
import { type FieldSpec, formOf } from "../forms/schema";

const intake = formOf("Intake");

/** Fields of the intake by name, or of a group in it, in the order given. */
export function fieldsOf(group: string, names: string[]): FieldSpec[] {
  const whole = group ? intake.fields?.find((field) => field.name === group)?.fields : intake.fields;
  return names.map((name) => whole?.find((field) => field.name === name)).filter((field) => field !== undefined);
}

/** What else is recorded of an arrival by its channel. */
export function requestFieldsOf(channel: Schemas["Arrive"]["channel"] | undefined): FieldSpec[] {
  const isPost = channel === "registered_post" || channel === "ordinary_post";
  const own = isPost ? ["postal_number"] : channel === "counter" ? ["oral"] : [];
  return fieldsOf("request", ["taken_by", ...own]);
}
