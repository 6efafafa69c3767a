// Which table is asked for; it lives in the address, so that a table can be gone back to.
import { computed, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";
import { useSession } from "../session/store";
import type { Format } from "@/shared/year-table";

export interface TableQuery {
  organ: string;
  scope: "organ" | "government";
  format?: Format;
  as_of?: string;
}

/** The year and the rest of what is asked, read from and written to the address. */
export function useTableQuery(): { year: WritableComputedRef<number>; query: WritableComputedRef<TableQuery> } {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const text = (name: string): string | undefined => (typeof route.query[name] === "string" ? route.query[name] : undefined);
  const put = (change: Record<string, string | undefined>): void => void router.replace({ query: { ...route.query, ...change } });

  const year = computed({
    get: () => Number(text("year") ?? new Date().getFullYear() - (new Date().getMonth() < 6 ? 1 : 0)),
    set: (now) => put({ year: String(now) }),
  });
  const query = computed({
    get: (): TableQuery => ({
      organ: text("organ") ?? session.organ,
      scope: text("scope") === "government" || (!text("scope") && session.holds("supervisor")) ? "government" : "organ",
      format: text("format") as Format | undefined,
      as_of: text("as_of"),
    }),
    set: (now: TableQuery) => put({ ...now }),
  });
  return { year, query };
}
