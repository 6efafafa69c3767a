import { launch, openPage, checkAccessible, signIn } from "./browser.js";
const [address, who, width, ...paths] = process.argv.slice(2);
const browser = await launch();
const { page, errors } = await openPage(browser, address, { viewport: { width: Number(width), height: 900 } });
await page.goto("/desk/sign-in");
if (who === "-") { await page.waitForTimeout(800); await page.screenshot({ path: "/tmp/shots/sign-in.png" }); }
else await signIn(page, who, "demo-Ginkgo-37");
for (const path of paths) {
  await page.goto("/desk" + path);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `/tmp/shots/${who}-${width}${path.replace(/[/?=&%]/g, "_").slice(0, 40)}.png`, fullPage: true });
  try { await checkAccessible(page, path); } catch (e) { console.log(path, e.message.slice(0, 1500)); }
}
console.log(page.url(), JSON.stringify(errors, null, 1));
await browser.close();
