// The session in the browser: the tokens lie in cookies that no script sees; kept here is when they run out and the
// form token. Tabs share both, since a refresh token that is used twice ends the whole session.
import { sendPlainly } from "./client";
import type { Schemas } from "./client";

const KEPT = "gongkai.session";
const SPARE_MS = 45_000;

interface Kept {
  formToken: string;
  expiresAt: string;
}

let askAgain: (() => Promise<void>) | undefined;
let asking: Promise<void> | undefined;

/** How a person is asked to sign in again while a page stays open. */
export function onExpired(ask: () => Promise<void>): void {
  askAgain = ask;
}

function kept(): Kept | undefined {
  const text = localStorage.getItem(KEPT);
  return text === null ? undefined : (JSON.parse(text) as Kept);
}

/** Notes what the service told at sign-in. */
export function keep(tokens: Schemas["Tokens"]): void {
  const now: Kept = { formToken: tokens.csrf_token ?? "", expiresAt: tokens.access_expires_at };
  localStorage.setItem(KEPT, JSON.stringify(now));
}

/** Forgets the session. */
export function forget(): void {
  localStorage.removeItem(KEPT);
}

/** Whether somebody signed in here and did not sign out. */
export const isKept = (): boolean => kept() !== undefined;

const runsOut = (session: Kept): boolean => Date.parse(session.expiresAt) - SPARE_MS < Date.now();

/** Trades for new tokens, one tab at a time; `seen` is the expiry that was found wanting. */
async function refresh(seen: string): Promise<boolean> {
  // Without TLS browsers have no locks; then the expiry that all tabs share must do.
  if (!("locks" in navigator)) return refreshAlone(seen);
  return await navigator.locks.request("gongkai-refresh", () => refreshAlone(seen));
}

async function refreshAlone(seen: string): Promise<boolean> {
  const now = kept();
  if (now === undefined) return false;
  if (now.expiresAt !== seen) return true;
  const headers = { "Content-Type": "application/json" };
  const response = await sendPlainly(new Request("/api/v1/session/refresh", { method: "POST", headers, body: "{}" }));
  if (!response.ok) return false;
  keep((await response.json()) as Schemas["Tokens"]);
  return true;
}

function withFormToken(request: Request): Request {
  const copy = request.clone();
  const token = kept()?.formToken;
  if (token && request.method !== "GET") copy.headers.set("X-CSRF-Token", token);
  return copy;
}

async function signInAgain(): Promise<void> {
  if (askAgain === undefined) return;
  asking ??= askAgain().finally(() => (asking = undefined));
  await asking;
}

/** Sends a request within the session: renews it silently, and if it ended asks the person over the open page. */
export async function sendInSession(request: Request): Promise<Response> {
  // Signing in again is what the others wait for.
  if (asking && !isSignIn(request)) await asking;
  const before = kept();
  if (before && runsOut(before)) await refresh(before.expiresAt);
  const response = await sendPlainly(withFormToken(request));
  if (response.status !== 401 || !isSignedOut(await codeOf(response))) return response;
  const now = kept();
  if (now && (await refresh(now.expiresAt))) return sendPlainly(withFormToken(request));
  await signInAgain();
  return sendPlainly(withFormToken(request));
}

const isSignIn = (request: Request): boolean => new URL(request.url).pathname === "/api/v1/session";

const isSignedOut = (code: string): boolean => code === "signed_out";

async function codeOf(response: Response): Promise<string> {
  const body = (await response.clone().json().catch(() => ({}))) as { code?: string };
  return body.code ?? "";
}
