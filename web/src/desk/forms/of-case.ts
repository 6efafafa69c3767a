// Fields that point at something of the case by its ordinal: an item, a letter, a consultation, a requester.
import type { Schemas } from "@/api/client";
import { shortDay } from "@/shared/dates";
import type { FormContext } from "./context";
import type { FieldSpec } from "./schema";

interface Choice {
  value: number;
  label: string;
}

const item = (one: Schemas["CaseItem"]): Choice => ({ value: one.ordinal, label: `第${one.ordinal}项　${one.content.slice(0, 40)}` });

const letter = (one: Schemas["CaseLetter"]): Choice => ({
  value: one.ordinal,
  label: `第${one.ordinal}份　${one.label}${one.document_number ?? ""}，${shortDay(one.sent_on)}发出`,
});

const consultation = (one: Schemas["Consultation"]): Choice => ({ value: one.ordinal, label: `第${one.ordinal}次　${one.name}` });

const requester = (one: Schemas["RequesterShown"]): Choice => ({ value: one.ordinal, label: `${one.ordinal}　${one.name}` });

const CHOICES: Record<string, (context: FormContext) => Choice[]> = {
  item: (context) => (context.items ?? []).filter((one) => one.is_open).map(item),
  items: (context) => (context.items ?? []).filter((one) => one.is_open).map(item),
  letter: (context) => (context.letters ?? []).map(letter),
  consultation: (context) => (context.consultations ?? []).filter((one) => one.end.how === "open").map(consultation),
  requester: (context) => (context.requesters ?? []).map(requester),
  contact: (context) => (context.requesters ?? []).map(requester),
};

/** The choices for a field, where it is one of these. */
export function ofCase(spec: FieldSpec): ((context: FormContext) => Choice[]) | undefined {
  const isNumber = spec.kind === "number" || (spec.kind === "list" && spec.each?.kind === "number");
  return isNumber ? CHOICES[spec.name] : undefined;
}
