// What the service says when it did not do what was asked (RFC 9457), as an error that pages can show.
import type { components } from "./schema";

type ProblemBody = components["schemas"]["Problem"];

/** Field path, as `items[0].content`, to what is wrong with it. */
export type FieldErrors = Record<string, string>;

/** A refused request: `code` is for programs, the message for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldErrors;

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? "系统没有回答，请稍后再试");
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "unknown";
    this.fields = Object.fromEntries((body.fields ?? []).map(({ name, text }) => [name, text]));
  }

  /** Somebody else changed the resource since it was read. */
  get isStale(): boolean {
    return this.status === 409 && this.code === "stale";
  }
}

/** The network broke before an answer came. */
export class Offline extends Problem {
  constructor() {
    super(0, { code: "offline", detail: "网络连接中断，没有办理；您填写的内容还在，请稍后再试" });
    this.name = "Offline";
  }
}

/** Whatever was thrown, as something that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, { code: "internal", detail: thrown instanceof Error ? thrown.message : undefined });
}
