// What fields of a form need to know of the case: which items, letters, consultations there are to choose from.
import { inject, type InjectionKey, provide } from "vue";
import type { Schemas } from "@/api/client";

export interface FormContext {
  organ: string;
  items?: Schemas["CaseItem"][];
  letters?: Schemas["CaseLetter"][];
  consultations?: Schemas["Consultation"][];
  requesters?: Schemas["RequesterShown"][];
  phraseKind?: Schemas["PhraseKind"];
}

const KEY: InjectionKey<() => FormContext> = Symbol("form");

/** Lets the fields below know. */
export const provideContext = (context: () => FormContext): void => provide(KEY, context);

/** What the form around knows; nothing where there is none. */
export const useContext = (): (() => FormContext) => inject(KEY, () => ({ organ: "" }));
