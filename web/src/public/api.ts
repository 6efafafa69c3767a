// The calls of the public pages: those of the contract, with the time to wait where too much was asked.
import { answered, openClient } from "@/api/client";
import { Problem } from "@/api/problem";

export const api = openClient;

/** The service asks this address to wait. */
export class TooMany extends Problem {
  constructor(seconds: number) {
    super(429, { code: "too_many", detail: `查询或提交太频繁了，请等${waitText(seconds)}再试。您填写的内容还在。` });
    this.name = "TooMany";
  }
}

/** 30秒 / 15分钟 */
export function waitText(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, seconds)}秒` : `${Math.ceil(seconds / 60)}分钟`;
}

const ONE_MINUTE = 60;

/** How long to wait before the next try, as the answer says it. */
export const tooMany = (retryAfter: string | null): TooMany => new TooMany(Number(retryAfter) || ONE_MINUTE);

/** What was answered, or the problem thrown. */
export async function asked<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { response } = await call;
  if (response.status === 429) throw tooMany(response.headers.get("Retry-After"));
  return answered(call);
}
