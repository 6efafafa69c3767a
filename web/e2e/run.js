// Starts the service and runs the tests of this folder one after the other: `node e2e/run.js [name]`.
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { launch } from "./browser.js";
import { startService } from "./service.js";

const wanted = process.argv[2];
const isWanted = (file) => (wanted ? file.startsWith(wanted) : file.endsWith(".test.js"));
const files = readdirSync(new URL(".", import.meta.url)).filter((file) => isWanted(file) && !/^(run|browser|service)\.js$/.test(file));

/** What the pages that are still open show, for whoever looks into a failure. */
async function picture(file, name) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: `${tmpdir()}/${file}-${name.replaceAll(" ", "-")}-${index}.png` }).catch(() => {});
    await page.context().close();
  }
}

/** Runs one test; whether it passed. */
async function passes(file, name, test) {
  const began = Date.now();
  try {
    await test({ browser, ...service });
    console.log(`ok ${file}: ${name} (${Date.now() - began} ms)`);
    return true;
  } catch (error) {
    await picture(file, name);
    console.error(`FAILED ${file}: ${name}\n${error.stack ?? error}`);
    return false;
  }
}

const service = await startService();
const browser = await launch();
let failed = 0;
try {
  for (const file of files.sort()) {
    const { tests } = await import(new URL(file, import.meta.url));
    for (const [name, test] of Object.entries(tests)) {
      // A browser on a busy machine is sometimes late; what fails twice is broken, and both times are told.
      if (!(await passes(file, name, test)) && !(await passes(file, name, test))) failed += 1;
    }
  }
} finally {
  await browser.close();
  await service.stop();
}
process.exit(failed === 0 ? 0 : 1);
