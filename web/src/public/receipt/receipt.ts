// The receipt of the request that was just filed. It is kept with the tab only: whoever sits here next must not find it.
import type { Schemas } from "@/api/client";
import { kept } from "../shell/storage";

export type Receipt = Schemas["PublicReceipt"];

const store = kept<Receipt>("gongkai.receipt", "sessionStorage");

export const keepReceipt = store.write;
export const readReceipt = store.read;
export const forgetReceipt = store.forget;

/** A code in two groups, easier to read and to type; the service takes it with and without the gap. */
export const inGroups = (code: string): string => code.replace(/^(.{5})(.{5})$/, "$1 $2");

/**
 * What the QR code leads to: the status page with the number, without the query code. An address is kept by histories,
 * scanners and logs; the code stands beside it on the paper and is typed once.
 */
export const statusAddress = (number: string): string =>
  `${window.location.origin}/status?${new URLSearchParams({ number })}`;
