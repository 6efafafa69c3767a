// A figure says which query lists its cases; here it becomes an address of the list.
import type { RouteLocationRaw } from "vue-router";

/** `/cases?organ=…` as the list of cases. */
export function listOf(cases: string): RouteLocationRaw {
  const words = new URLSearchParams(cases.split("?")[1] ?? "");
  return { name: "cases", query: Object.fromEntries(words) };
}
