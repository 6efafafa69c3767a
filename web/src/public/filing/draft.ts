// The request while it is written. It outlives reloads and broken lines: all of it lies in this browser, except the
// numbers of identity papers, which end with the tab (sessionStorage), since computers are shared. Files are not kept
// here: they go to the service at once, encrypted, and only what it calls them is kept.
import { reactive, watch } from "vue";
import type { Schemas } from "@/api/client";
import { kept } from "../shell/storage";
import type { IdentityKind } from "./identity";

type Request = Schemas["PublicRequest"];
type Texts<T> = { [Name in keyof Required<T>]: string };

/** A paper that the service holds, until it is attached or its day is over. */
export interface KeptFile extends Pick<Schemas["UploadedAttachment"], "id" | "name" | "size" | "attach_by"> {
  kind: Schemas["PublicAttachmentKind"];
}

export interface Draft {
  organ: Schemas["OrganName"];
  saved_at: string;
  /** The Idempotency-Key of a try whose answer never came; gone with the next change. */
  key: string;
  asks_as: "" | "person" | "organization";
  organization_kind: "" | Request["requester_kind"];
  requester: Texts<Omit<Schemas["PublicRequester"], "agent" | "identity_kind">> & { identity_kind: IdentityKind };
  has_agent: boolean;
  agent: Texts<Schemas["Agent"]>;
  items: Texts<Schemas["PublicItem"]>[];
  wanted_form: "" | Request["wanted_form"];
  wanted_way: "" | Request["wanted_way"];
  consent: boolean;
  files: KeptFile[];
}

const KEPT_DAYS = 7;
const DAY = 86_400_000;
const store = kept<Draft>("gongkai.draft");
const numbers = kept<{ requester: string; agent: string }>("gongkai.draft.numbers", "sessionStorage");

export const emptyItem = (): Draft["items"][number] => ({ title: "", document_number: "", description: "" });

const fresh = (): Draft => ({
  organ: { code: "", name: "" },
  saved_at: "",
  key: "",
  asks_as: "",
  organization_kind: "",
  requester: {
    name: "",
    identity_kind: "resident_identity_card",
    identity_number: "",
    phone: "",
    email: "",
    address: "",
    postcode: "",
    representative: "",
    contact_person: "",
  },
  has_agent: false,
  agent: { name: "", identity_number: "", phone: "", email: "", address: "", authority: "" },
  items: [emptyItem()],
  wanted_form: "",
  wanted_way: "",
  consent: false,
  files: [],
});

/** The draft that lies in this browser. */
export function unfinished(): Draft | undefined {
  const draft = store.read();
  if (!draft || Date.now() - Date.parse(draft.saved_at) < KEPT_DAYS * DAY) return draft;
  forgetDraft();
  return undefined;
}

/** Goes on with the draft, or begins one, and keeps it from now on. */
export function openDraft(organ: string): Draft {
  const draft = reactive({ ...fresh(), ...unfinished() });
  if (draft.organ.code !== organ) draft.organ = { code: organ, name: "" };
  draft.files = draft.files.filter(({ attach_by }) => Date.parse(attach_by) > Date.now());
  const secret = numbers.read();
  draft.requester.identity_number = secret?.requester ?? "";
  draft.agent.identity_number = secret?.agent ?? "";
  watch(() => written(draft), () => (draft.key = ""));
  watch(draft, () => keep(draft), { deep: true });
  return draft;
}

/** Everything that a person writes. */
const written = (draft: Draft): string => JSON.stringify({ ...draft, key: "", saved_at: "", organ: draft.organ.code });

function keep(draft: Draft): void {
  const without = { ...draft, saved_at: new Date().toISOString() };
  without.requester = { ...draft.requester, identity_number: "" };
  without.agent = { ...draft.agent, identity_number: "" };
  store.write(without);
  numbers.write({ requester: draft.requester.identity_number, agent: draft.agent.identity_number });
}

/** Nothing of the draft stays in this browser. */
export function forgetDraft(): void {
  store.forget();
  numbers.forget();
}

/** What is filled in, trimmed; empty texts are left out. */
function filled<T extends object>(texts: T): Partial<T> {
  const pairs = Object.entries(texts).map(([name, text]) => [name, typeof text === "string" ? text.trim() : text]);
  return Object.fromEntries(pairs.filter(([, text]) => text !== "")) as Partial<T>;
}

function requesterOf(draft: Draft): Request["requester"] {
  const { representative, contact_person, ...common } = draft.requester;
  const body = draft.asks_as === "organization" ? { ...common, representative, contact_person } : common;
  const agent = draft.has_agent ? { ...filled(draft.agent), name: draft.agent.name.trim(), authority: draft.agent.authority.trim() } : undefined;
  return { ...filled(body), name: draft.requester.name.trim(), ...(agent && { agent }) };
}

/** The draft as the contract wants it. The checks of all steps have passed. */
export function toRequest(draft: Draft, captcha: Request["captcha"]): Request {
  return {
    organ: draft.organ.code,
    requester_kind: draft.asks_as === "person" ? "natural_person" : draft.organization_kind || "other_organization",
    requester: requesterOf(draft),
    items: draft.items.map(filled),
    wanted_form: draft.wanted_form || "paper",
    wanted_way: draft.wanted_way || "post",
    consent: true,
    attachments: draft.files.map(({ id, kind }) => ({ id, kind })),
    ...(captcha && { captcha }),
  };
}
