// Whether pages are accessible: axe-core looks at each in Chromium, on a desk and on a phone.
//
//   npm install --prefix FOLDER puppeteer-core axe-core
//   NODE_PATH=FOLDER/node_modules node tests/browser/axe.mjs PAGE...
//
// A page is a file. The exit code is 1 if anything is found.

import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.NODE_PATH.split(delimiter)[0], "package.json"));
const puppeteer = require("puppeteer-core");
const axe = require.resolve("axe-core/axe.min.js");

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"], // the pages are our own
});
let found = 0;
const pages = process.argv.slice(2);
for (const name of pages) {
  for (const size of SIZES) {
    const page = await browser.newPage();
    await page.setViewport(size);
    await page.goto(pathToFileURL(resolve(name)).href);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(
      (rules) => window.axe.run(document, { runOnly: rules }),
      RULES,
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) {
      found += 1;
      console.log(`${name} at ${size.width}: ${wide} pixels wider than the window`);
    }
    for (const { id, help, nodes } of violations) {
      found += nodes.length;
      console.log(`${name} at ${size.width}: ${id}: ${help}`);
      for (const { target, failureSummary } of nodes.slice(0, 3)) {
        console.log(`    ${target.join(" ")}: ${failureSummary.replaceAll("\n", " ")}`);
      }
    }
    await page.close();
  }
}
await browser.close();
console.log(`${pages.length} pages, ${found} violations`);
process.exitCode = found || !pages.length ? 1 : 0;
