// What tests do at the desk, in the words of the screen.
import assert from "node:assert/strict";
import { openPage, signIn } from "./browser.js";

/** A page on which somebody is signed in. */
export async function desk({ browser, address, password }, who, options) {
  const opened = await openPage(browser, address, options);
  await signIn(opened.page, who, password);
  return opened;
}

/** Waits until nothing is being read. */
export async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
}

/** Chooses in a select by its label. */
export async function choose(scope, page, label, option) {
  // The placeholder lies over the input: the click goes to the box around both.
  await scope.getByRole("combobox", { name: label }).first().locator("xpath=ancestor::*[contains(@class, \"el-select__wrapper\")]").click();
  await page.locator(".el-select-dropdown__item:visible").getByText(option, { exact: true }).first().click();
}

/** Opens the page of a case. */
export async function openCase(page, number, organ) {
  await page.goto(`/desk/cases/${number}?organ=${organ}`);
  await page.getByRole("heading", { name: number }).waitFor();
  await settled(page);
}

/** Opens the form of an act on the page of a case. */
export async function openAct(page, label) {
  await page.getByRole("region", { name: "现在可以办" }).getByRole("button", { name: label, exact: true }).click();
  const form = page.getByRole("form", { name: label });
  await form.waitFor();
  return form;
}

/** Does an act: opens its form, fills it in, sends it, says yes where that is asked. */
export async function doAct(page, label, fill = async () => {}) {
  const form = await openAct(page, label);
  await fill(form);
  await form.getByRole("button", { name: label, exact: true }).click();
  const sure = page.locator(".el-message-box").getByRole("button", { name: label });
  const done = page.getByText(`已${label}，现在是`).first();
  await sure.or(done).first().waitFor();
  if (await sure.isVisible()) await sure.click();
  await done.waitFor();
  await form.waitFor({ state: "hidden" });
  await settled(page);
}

/** Fails where the console said something. */
export function quiet({ errors }) {
  assert.deepEqual(errors, [], "console");
}
