// How long a first view takes on a cold cache with the processor throttled four times: `npm run speed`.
import { desk, settled } from "./desk.js";
import { openPage } from "./browser.js";
import { furnished } from "./acts.test.js";

const RUNS = 5;
const SLOWER = 4;

async function throttled(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
}

/** Largest contentful paint and the bytes that came over the line. */
const figures = (page) =>
  page.evaluate(
    () =>
      new Promise((found) => {
        new PerformanceObserver((list) => {
          const { startTime } = list.getEntries().at(-1);
          const came = performance.getEntriesByType("resource").filter(({ name }) => !name.includes("/api/"));
          const scripts = came.filter(({ name }) => name.endsWith(".js"));
          const sum = (all) => all.reduce((total, one) => total + one.encodedBodySize, 0);
          found({ paint: Math.round(startTime), scripts: sum(scripts), all: sum(came) });
        }).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

async function measure(name, open, path) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const opened = await open();
    await throttled(opened.page);
    await opened.page.goto(path);
    await settled(opened.page);
    runs.push(await figures(opened.page));
    await opened.close();
  }
  const { scripts, all } = runs[0];
  console.log(`   ${name}: ${median(runs.map(({ paint }) => paint))} ms, scripts ${scripts} B, all ${all} B as served`);
}

export const tests = {
  async "first views"(service) {
    await furnished(service);
    await measure("sign-in", () => openPage(service.browser, service.address), "/desk/sign-in");
    await measure("work", () => desk(service, "dengji"), "/desk/work");
    await measure("cases", () => desk(service, "dengji"), "/desk/cases");
    await measure("public", () => openPage(service.browser, service.address), "/");
  },
};
