// The forms of the contract: what `scripts/forms.js` read out of `openapi.yaml`, and values for them.
import described from "./forms.json";

export interface FieldSpec {
  name: string;
  kind: "yes" | "number" | "day" | "id" | "line" | "prose" | "choice" | "list" | "group" | "map" | "variant" | "fixed";
  required: boolean;
  text: string;
  schema?: string;
  choices?: string[];
  value?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  fields?: FieldSpec[];
  each?: FieldSpec;
  variants?: FieldSpec[];
}

export type Values = Record<string, unknown>;

const forms = described.forms as Record<string, FieldSpec>;
const acts = described.acts as Record<string, { form: string; text: string }>;

/** The form of a request body. */
export function formOf(schema: string): FieldSpec {
  const form = forms[schema];
  if (form === undefined) throw new Error(`no form of ${schema}`);
  return form;
}

/** The form of an act by its address below `/cases/{number}/`. */
export const formOfAct = (address: string): FieldSpec => formOf(acts[address]?.form ?? "RemarkAct");

/** Whether members of a list are written one by one, rather than chosen together. */
const isTyped = (each: FieldSpec): boolean => each.kind !== "choice" && each.kind !== "number";

/** What a field holds before anything is filled in. */
export function startOf(spec: FieldSpec): unknown {
  if (spec.kind === "fixed") return spec.value;
  if (spec.kind === "group") {
    if (!spec.required) return undefined;
    return Object.fromEntries((spec.fields ?? []).map((field) => [field.name, startOf(field)]));
  }
  if (spec.kind === "list") return spec.required && spec.each && isTyped(spec.each) ? [startOf(spec.each)] : [];
  if (spec.kind === "map") return {};
  if (spec.default !== undefined) return spec.default;
  return spec.kind === "line" || spec.kind === "prose" ? "" : undefined;
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** What is sent: without what was left empty. */
export function filled(value: unknown): unknown {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value.map(filled).filter((one) => !isNothing(one));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, filled(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !isNothing(inner)));
}

/** The required fields that are still empty, by path. */
export function lacking(spec: FieldSpec, value: unknown, path = ""): string[] {
  if (spec.kind === "group" && !isNothing(value)) {
    const values = value as Values;
    return (spec.fields ?? []).flatMap((field) => lacking(field, values[field.name], path ? `${path}.${field.name}` : field.name));
  }
  if (spec.kind === "list" && spec.each && Array.isArray(value) && value.length > 0) {
    const each = spec.each;
    return value.flatMap((one, index) => lacking(each, one, `${path}[${index}]`));
  }
  const isBlank = isNothing(value) || (typeof value === "string" && value.trim() === "");
  return spec.required && isBlank ? [path] : [];
}
