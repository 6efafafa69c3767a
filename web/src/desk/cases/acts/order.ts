// The acts that lead a case onwards stand first, as buttons; the others below them as a list.

export const FREQUENT = [
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
