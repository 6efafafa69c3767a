// The form of every act that is possible somewhere: it opens, it is accessible, it refuses to be sent empty.
import { checkAccessible } from "./browser.js";
import { desk, openCase, quiet } from "./desk.js";
import { furnish, ORGAN } from "./office.js";

let scene;

/** The furnished office, made once for all tests of the run. */
export const furnished = (service) => (scene ??= furnish(service.address, service.password));

async function openEach(opened, number, seen) {
  const { page } = opened;
  await openCase(page, number, ORGAN);
  const acts = await page.getByRole("region", { name: "现在可以办" }).getByRole("button").allTextContents();
  for (const act of acts.map((text) => text.trim())) {
    if (seen.has(act)) continue;
    seen.add(act);
    await page.getByRole("region", { name: "现在可以办" }).getByRole("button", { name: act, exact: true }).click();
    const form = page.getByRole("form", { name: act });
    await form.waitFor();
    await page.waitForTimeout(350);
    await checkAccessible(page, act);
    await form.getByRole("button", { name: "取消" }).click();
    await form.waitFor({ state: "hidden" });
  }
}

export const tests = {
  async "each act has a form"(service) {
    const { numbers } = await furnished(service);
    const seen = new Set();
    for (const who of ["dengji", "chengban", "shenhe", "qianfa"]) {
      const opened = await desk(service, who);
      for (const number of Object.values(numbers)) await openEach(opened, number, seen);
      quiet(opened);
      await opened.close();
    }
    console.log(`   ${seen.size} acts: ${[...seen].join("、")}`);
  },
};
