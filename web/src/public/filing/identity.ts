// The check characters of identity numbers (GB 11643) and credit codes (GB 32100), told while one types. The service
// checks again; this only saves a round.
import type { Schemas } from "@/api/client";

export type IdentityKind = Schemas["IdentityKind"];

const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const weighed = (values: number[], weights: number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), 0);

function isCitizenNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  return "10X98765432"[weighed([...number].map(Number), CITIZEN_WEIGHTS) % 11] === number[17];
}

function isCreditCode(code: string): boolean {
  const values = [...code].map((character) => CREDIT_CHARACTERS.indexOf(character));
  if (values.length !== 18 || values.includes(-1)) return false;
  return (31 - (weighed(values, CREDIT_WEIGHTS) % 31)) % 31 === values[17];
}

/** A number as it is compared: without spaces, letters large. */
export const tidy = (number: string): string => number.replace(/\s+/g, "").toUpperCase();

/** Kinds whose numbers carry a check character. */
export const hasCheck = (kind: IdentityKind): boolean =>
  kind === "resident_identity_card" || kind === "residence_permit" || kind === "credit_code";

/** What is wrong with a number of this kind. */
export function identityFault(kind: IdentityKind, written: string): string | undefined {
  const number = tidy(written);
  if (!number || !hasCheck(kind)) return undefined;
  if (number.length !== 18) return `应为18位，您填了${number.length}位`;
  if (kind === "credit_code") return isCreditCode(number) ? undefined : "统一社会信用代码不对，请对照证照再核对一遍";
  return isCitizenNumber(number) ? undefined : "证件号码不对，请对照证件再核对一遍";
}
