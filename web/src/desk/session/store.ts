// Who is signed in, what this person may do, and for which organ the desk is set.
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { answered, type Schemas } from "@/api/client";
import { forget, isKept, keep } from "@/api/session";
import { api } from "../api";

type Me = Schemas["Me"];
export type Role = Schemas["Role"];

const CHOSEN_ORGAN = "gongkai.organ";
const ADMINISTRATORS: Role[] = ["system_administrator", "security_administrator", "audit_administrator"];

export const useSession = defineStore("session", () => {
  const me = ref<Me>();
  const chosen = ref(localStorage.getItem(CHOSEN_ORGAN) ?? "");
  const names = ref<Record<string, string>>({});

  const organs = computed(() => [...new Set(me.value?.rights.map((right) => right.organ))]);
  const organ = computed(() => (organs.value.includes(chosen.value) ? chosen.value : (organs.value[0] ?? "")));
  const roles = computed(() => {
    const here = me.value?.rights.filter((right) => right.organ === organ.value);
    return [...new Set(here?.map((right) => right.role))];
  });
  const holds = (...wanted: Role[]): boolean => wanted.some((role) => roles.value.includes(role));
  const sees = computed(() => !roles.value.every((role) => ADMINISTRATORS.includes(role)));
  const due = computed(() => {
    if (me.value?.must_change_password) return "password";
    return me.value?.must_set_second_factor ? "second-factor" : undefined;
  });
  const firstPage = computed(() => {
    if (sees.value) return holds("supervisor") ? "figures" : "work";
    return holds("audit_administrator") ? "audit-log" : "people";
  });

  /** Reads who is signed in; false where nobody is. */
  async function load(): Promise<boolean> {
    if (me.value) return true;
    if (!isKept()) return false;
    await read();
    return true;
  }

  async function read(): Promise<void> {
    me.value = await answered(api.GET("/session"));
    void readNames();
  }

  async function readNames(): Promise<void> {
    for (const code of organs.value) {
      const { data } = await api.GET("/organs/{code}", { params: { path: { code } } });
      if (data) names.value[code] = data.name;
    }
  }

  async function signIn(body: Omit<Schemas["SignIn"], "keep">): Promise<void> {
    keep(await answered(api.POST("/session", { body: { ...body, keep: "cookie" } })));
    // Not emptied first: behind the dialog of an ended session the page stays as it is.
    await read();
  }

  async function signOut(): Promise<void> {
    await api.DELETE("/session");
    leave();
  }

  /** Forgets who was here, without asking the service. */
  function leave(): void {
    forget();
    me.value = undefined;
  }

  function choose(code: string): void {
    chosen.value = code;
    localStorage.setItem(CHOSEN_ORGAN, code);
  }

  return { me, organ, organs, names, roles, holds, sees, due, firstPage, load, signIn, signOut, leave, choose };
});
