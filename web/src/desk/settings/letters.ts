// The letters that take a number, by their code.
import { PHRASE_KINDS } from "../words";

export const LETTERS: Record<string, string> = { ...PHRASE_KINDS, withdrawal_confirmation: "撤回确认书" };
