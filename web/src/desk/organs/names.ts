// The names of organs by code, read once each and shared by all pages.
import { reactive } from "vue";
import { api } from "../api";

const names = reactive<Record<string, string>>({});
const asked = new Set<string>();

async function read(code: string): Promise<void> {
  asked.add(code);
  const { data } = await api.GET("/organs/{code}", { params: { path: { code } } });
  if (data) names[code] = data.name;
}

/** A function from code to name; the code stands until the name came. */
export function useOrganName(): (code: string) => string {
  return (code) => {
    if (code && !asked.has(code)) void read(code);
    return names[code] ?? code;
  };
}
