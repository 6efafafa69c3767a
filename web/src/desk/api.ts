// The desk's client: every call goes out within the session.
import { clientWith } from "@/api/client";
import { sendInSession } from "@/api/session";

export const api = clientWith(sendInSession);
