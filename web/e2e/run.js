// Starts the service and runs the tests of this folder one after the other: `node e2e/run.js [name]`.
import { readdirSync } from "node:fs";
import { launch } from "./browser.js";
import { startService } from "./service.js";

const wanted = process.argv[2];
const isWanted = (file) => (wanted ? file.startsWith(wanted) : file.endsWith(".test.js"));
const files = readdirSync(new URL(".", import.meta.url)).filter((file) => isWanted(file) && !/^(run|browser|service)\.js$/.test(file));

const service = await startService();
const browser = await launch();
let failed = 0;
try {
  for (const file of files.sort()) {
    const { tests } = await import(new URL(file, import.meta.url));
    for (const [name, test] of Object.entries(tests)) {
      const began = Date.now();
      try {
        await test({ browser, ...service });
        console.log(`ok ${file}: ${name} (${Date.now() - began} ms)`);
      } catch (error) {
        failed += 1;
        console.error(`FAILED ${file}: ${name}\n${error.stack ?? error}`);
      }
    }
  }
} finally {
  await browser.close();
  await service.stop();
}
process.exit(failed === 0 ? 0 : 1);
