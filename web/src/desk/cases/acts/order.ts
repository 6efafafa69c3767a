// The acts that lead a case onwards stand first, as buttons; the others below them as a list.
import type { Schemas } from "@/api/client";

const FREQUENT = [
  "receipt-confirmation",
  "registration",
  "assignment",
  "signing-for",
  "draft",
  "submission",
  "reviews",
  "signature",
  "delivery",
  "extension/approval",
  "extension/notice",
  "archive",
];

/** Whether an act leads the case onwards. */
export const isFrequent = (act: Schemas["PossibleAct"]): boolean => FREQUENT.includes(act.address);
