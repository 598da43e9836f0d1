import { describe, expect, it } from "vitest";
import { groupCommit } from "../../src/storage/group-commit.ts";

/** A list that a transaction that throws leaves as it was. */
function undoable() {
  let done: string[] = [];
  let commits = 0;
  const group = groupCommit((work) => {
    const before = [...done];
    try {
      work();
      commits += 1;
    } catch (error) {
      done = before;
      throw error;
    }
  });
  const add = (what: string) => group.atomically(() => done.push(what));
  const breakAfter = (what: string) =>
    group.atomically(() => {
      done.push(what);
      throw new Error(`no room for ${what}`);
    });
  return { ...group, add, breakAfter, done: () => done, commits: () => commits };
}

describe("work that is committed together", () => {
  it("is done in the order in which it was asked for, with one commit for one turn of the event loop", async () => {
    const list = undoable();
    expect(await Promise.all([list.add("a"), list.add("b"), list.add("c")])).toEqual([1, 2, 3]);
    expect(list.commits()).toBe(1);
    await list.add("d");
    expect(list.done()).toEqual(["a", "b", "c", "d"]);
    expect(list.commits()).toBe(2);
  });

  it("does not fail because something beside it does", async () => {
    const list = undoable();
    const outcomes = await Promise.allSettled([list.add("a"), list.breakAfter("b"), list.add("c")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(list.done()).toEqual(["a", "c"]);
  });

  it("resolves nothing before it is committed", async () => {
    let isCommitted = false;
    const { atomically } = groupCommit((work) => {
      work();
      isCommitted = true;
    });
    await atomically(() => expect(isCommitted).toBe(false)).then(() => expect(isCommitted).toBe(true));
  });

  it("is done at once where somebody cannot wait", async () => {
    const list = undoable();
    const added = list.add("a");
    list.flush();
    expect(list.done()).toEqual(["a"]);
    expect(await added).toBe(1);
  });
});
