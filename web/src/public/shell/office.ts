// Whose telephone stands on the page: the organ that is looked at, before that the topmost one.
import { ref } from "vue";
import type { Schemas } from "@/api/client";
import { readGuide, readTop } from "../organs/organs";

type Office = Pick<Schemas["PublicOrganGuide"], "name" | "telephone"> & Partial<Pick<Schemas["PublicOrganGuide"], "office_hours">>;

export const office = ref<Office>();

/** Shows the topmost organ until another is looked at. */
export async function showTopOffice(): Promise<void> {
  const top = await readTop().catch(() => undefined);
  office.value ??= top;
}

/** Shows an office that is already known. */
export function showOffice(next: Office): void {
  if (!next.telephone) return;
  const former = office.value?.name === next.name ? office.value : undefined;
  office.value = { ...former, ...next };
}

/** Shows the office of an organ; one without telephone leaves the former. */
export async function showOfficeOf(code: string): Promise<void> {
  const guide = await readGuide(code).catch(() => undefined);
  if (guide) showOffice(guide);
}
