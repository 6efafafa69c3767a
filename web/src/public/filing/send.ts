// Sends the request. The same key goes out with every try until the answer has come or the draft was changed, so that a
// broken line never files twice.
import { type Schemas, newIdempotencyKey } from "@/api/client";
import { type FieldErrors, Offline, type Problem } from "@/api/problem";
import { api, asked } from "../api";
import { type Draft, toRequest } from "./draft";

/** Fetches the receipt's page before anything is sent: the line may break again after the answer. */
async function prepareReceipt(): Promise<void> {
  try {
    await Promise.all([import("../receipt/ReceiptPage.vue"), import("../receipt/QrCode.vue"), import("../receipt/picture")]);
  } catch {
    throw new Offline();
  }
}

export async function sendRequest(draft: Draft, captcha: Schemas["CaptchaAnswer"] | undefined): Promise<Schemas["PublicReceipt"]> {
  await prepareReceipt();
  draft.key ||= newIdempotencyKey();
  const body = toRequest(draft, captcha);
  return asked(api.POST("/public/requests", { params: { header: { "Idempotency-Key": draft.key } }, body }));
}

/** Whether the service may have filed the request although no answer came. */
export const isOpen = ({ status }: Problem): boolean => status === 0 || status >= 500;

/** The field in which a path of the service is shown. */
function shownAt(path: string): string {
  if (/^items\[\d+\]$/.test(path)) return `${path}.title`;
  if (path.startsWith("captcha")) return "captcha.answer";
  return path === "requester" ? "requester.phone" : path;
}

/** The fields of a refusal by the paths of the page. */
export const shownFields = ({ fields }: Problem): FieldErrors =>
  Object.fromEntries(Object.entries(fields).map(([path, text]) => [shownAt(path), text]));
