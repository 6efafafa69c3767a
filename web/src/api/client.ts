// The typed client of `openapi.yaml`: every call goes through here, none names a type of its own.
import createClient, { type Client } from "openapi-fetch";
import { Offline, Problem } from "./problem";
import type { components, paths } from "./schema";

/** The shapes of the contract, by name. */
export type Schemas = components["schemas"];

/** A client whose requests go out by `send`; the public pages need no session, the desk does. */
export function clientWith(send: (request: Request) => Promise<Response>): Client<paths> {
  return createClient<paths>({
    baseUrl: "/api/v1",
    fetch: send,
    querySerializer: { array: { style: "form", explode: true } },
  });
}

/** Sends a request; a broken network becomes a problem like any other. */
export async function sendPlainly(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    throw new Offline();
  }
}

/** The client without session. */
export const openClient = clientWith(sendPlainly);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was answered, or the problem thrown. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new Problem(response.status, typeof error === "object" && error !== null ? error : {});
}

/** What was answered together with its version, for `If-Match`. */
export async function versioned<T>(call: Promise<Answer<T>>): Promise<{ data: T; etag: string }> {
  const { response } = await call;
  const data = await answered(call);
  return { data, etag: response.headers.get("ETag") ?? '"0"' };
}

/** A key that lets the same creation be sent twice without being done twice. */
export function newIdempotencyKey(): string {
  // Not randomUUID: an office may serve its own network without TLS, where browsers do not have it.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
