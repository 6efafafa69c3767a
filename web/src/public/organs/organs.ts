// The organs that take requests, as the service lists them, and their guides.
import type { Schemas } from "@/api/client";
import { api, asked } from "../api";

export type Organ = Schemas["PublicOrgan"];
export type Guide = Schemas["PublicOrganGuide"];

const PAGE = 200;
const guides = new Map<string, Promise<Guide>>();
let all: Promise<Organ[]> | undefined;

/** Keeps the answer for the next asker, but never a failure. */
function remembered<T>(asking: Promise<T>, forget: () => void): Promise<T> {
  asking.catch(forget);
  return asking;
}

/** The guide of one organ. */
export function readGuide(code: string): Promise<Guide> {
  const known = guides.get(code);
  if (known) return known;
  const asking = asked(api.GET("/public/organs/{code}", { params: { path: { code } } }));
  guides.set(code, asking);
  return remembered(asking, () => guides.delete(code));
}

/** The topmost organ: codes begin with the region, so it is the first. */
export async function readTop(): Promise<Organ | undefined> {
  const page = await asked(api.GET("/public/organs", { params: { query: { limit: 1 } } }));
  return page.items[0];
}

async function readPages(): Promise<Organ[]> {
  const organs: Organ[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = cursor ? { limit: PAGE, cursor } : { limit: PAGE };
    const page: Schemas["PublicOrganPage"] = await asked(api.GET("/public/organs", { params: { query } }));
    organs.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return organs;
}

/** All organs, by code. */
export function readOrgans(): Promise<Organ[]> {
  all ??= remembered(readPages(), () => (all = undefined));
  return all;
}

export interface Branch {
  organ: Organ;
  below: Branch[];
}

/** The tree of the organs; one whose parent takes no requests stands at the top. */
export function treeOf(organs: Organ[]): Branch[] {
  const branches = new Map(organs.map((organ) => [organ.code, { organ, below: [] as Branch[] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const parent = branch.organ.parent ? branches.get(branch.organ.parent) : undefined;
    (parent?.below ?? roots).push(branch);
  }
  return roots;
}

/** The organs whose name holds every word of `sought`. */
export function found(organs: Organ[], sought: string): Organ[] {
  const words = sought.trim().split(/\s+/).filter(Boolean);
  return organs.filter(({ name, code }) => words.every((word) => name.includes(word) || code.includes(word)));
}
