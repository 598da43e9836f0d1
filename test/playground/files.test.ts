import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openPage } from "./browser.ts";

const WEB = join(import.meta.dirname, "../../src/playground/web");
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};
const typeOf = (name: string) => TYPES[name.split(".").at(-1) ?? ""];
const FILES = readdirSync(WEB).filter((name) => typeOf(name));

describe("the page's files", () => {
  it.each(FILES)("%s comes as it is, with its type", async (name) => {
    const answer = await openPage().get(`/web/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(typeOf(name));
    expect(await answer.text()).toBe(readFileSync(join(WEB, name), "utf8"));
  });

  it("begin with the page itself", async () => {
    const answer = await openPage().get("/");
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await answer.text()).toContain("<!doctype html>");
  });

  it("are found from any working directory", async () => {
    const before = process.cwd();
    process.chdir("/");
    try {
      expect((await openPage().get("/web/main.js")).status).toBe(200);
    } finally {
      process.chdir(before);
    }
  });

  it.each([
    "/web/tsconfig.json",
    "/web/nothing.js",
    "/web/",
    "/web/..%2fplayground.ts",
    "/web/..%2f..%2f..%2fpackage.json",
    "/web/%2e%2e%2fplayground.ts",
    "/web/..%5cplayground.ts",
    "/web/%2fetc%2fpasswd",
    "/web/main.js%00.html",
    "/web/sub/main.js",
    "/web/__proto__",
    "/web/constructor",
  ])("are all there is: %s is not found", async (path) => {
    expect((await openPage().get(path)).status).toBe(404);
  });

  it("name only files that are there, and nothing from elsewhere", () => {
    for (const name of FILES) {
      const text = readFileSync(join(WEB, name), "utf8");
      const named = [...text.matchAll(/(?:from\s+"\.|"\/web|url\("\/web)\/([\w.-]+)"/g)].map(
        ([, file]) => file,
      );
      for (const file of named) expect(FILES, `${name} names ${file}`).toContain(file);
      expect(text.replace("http://www.w3.org/2000/svg", ""), name).not.toMatch(/https?:\/\//);
    }
  });

  it("put text into the page as text only", () => {
    for (const name of FILES) {
      expect(readFileSync(join(WEB, name), "utf8"), name).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(|new Function|DOMParser/,
      );
    }
  });
});

describe("pictures that the bot uploaded", () => {
  it("are shown by their keys, to those who may see the page", async () => {
    const page = openPage();
    page.feishu.images.set("img_v3_1", new Uint8Array([1, 2, 3]));
    const answer = await page.get("/api/images/feishu/img_v3_1");
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect((await page.get("/api/images/feishu/img_v3_2")).status).toBe(404);
    expect((await page.get("/api/images/feishu/img_v3_1", { cookie: undefined })).status).toBe(403);
  });
});
