// 长辈版: larger type and more contrast, kept in this browser.
import { ref } from "vue";
import { kept } from "./storage";

const store = kept<boolean>("gongkai.elder");
export const isElder = ref(store.read() ?? false);

/** Puts the chosen view on the page. */
export function applyView(): void {
  document.documentElement.classList.toggle("elder", isElder.value);
}

export function switchView(): void {
  isElder.value = !isElder.value;
  store.write(isElder.value);
  applyView();
}
