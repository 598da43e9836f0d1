import { describe, expect, it, vi } from "vitest";
import { Inbox, type InboxEntry, type InboxItem } from "../../src/bot/intake/inbox.ts";
import { StorageAway } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { InboundMessage } from "../../src/ports/listener.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

const message = (id: string): InboxItem => ({
  kind: "message",
  platform: "feishu",
  message: { id, text: "hello", sender: { id: "ou_1" } } as unknown as InboundMessage,
});

/** One instance's inbox: what is worked on is told to the test, which says when it is done. */
function instance(storage: Storage, clock: MovableClock) {
  const begun: { entry: InboxEntry; end: (error?: Error) => void }[] = [];
  const inbox = new Inbox(storage, clock, silentLogger, (_item, entry) => {
    const { promise, resolve, reject } = withResolvers();
    begun.push({ entry, end: (error) => (error ? reject(error) : resolve()) });
    return promise;
  });
  return { inbox, begun };
}

function withResolvers() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  return { promise, resolve, reject };
}

/** A storage that can be taken away from one instance alone, for what `isMeant`. */
function losable(storage: Storage, isMeant: (key: string) => boolean = () => true) {
  const lost = { is: false };
  const check = (keys: readonly string[]) => {
    if (lost.is && keys.some(isMeant)) throw new StorageAway("It is away.");
  };
  const mine: Storage = {
    ...storage,
    get: async (key) => {
      check([key]);
      return storage.get(key);
    },
    list: async (prefix) => {
      check([prefix]);
      return storage.list(prefix);
    },
    write: async (changes, onlyIf) => {
      check(changes.map(({ key }) => key));
      return storage.write(changes, onlyIf);
    },
  };
  return { mine, lost };
}

const isLease = (key: string): boolean => key.startsWith("inbox:lease:");

describe("the inbox of one instance", () => {
  it("writes twice for a message: when it is heard, and when it is done", async () => {
    const clock = new MovableClock();
    const storage = createMemoryStorage(clock);
    const written: string[][] = [];
    const counted: Storage = {
      ...storage,
      write: (changes, onlyIf) => {
        written.push(changes.map(({ key }) => key));
        return storage.write(changes, onlyIf);
      },
    };
    const { inbox, begun } = instance(counted, clock);
    expect(await inbox.record(message("1"))).toBe(true);
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    expect(begun[0]?.entry.isRepeat).toBe(false);
    begun[0]?.end();
    await inbox.stop(1_000);
    expect(written).toEqual([
      ["inbox:seen:feishu:1", "inbox:open:feishu:1", "inbox:lease:feishu:1"],
      ["inbox:open:feishu:1", "inbox:lease:feishu:1"],
    ]);
    expect((await storage.list("inbox:")).map(({ key }) => key)).toEqual(["inbox:seen:feishu:1"]);
  });

  it("leaves what it hears while it stops to another, at once", async () => {
    const clock = new MovableClock();
    const storage = createMemoryStorage(clock);
    const stopping = instance(storage, clock);
    const other = instance(storage, clock);
    await stopping.inbox.stop(0);
    await stopping.inbox.record(message("1"));
    await vi.waitFor(async () => expect(await storage.get("inbox:lease:feishu:1")).toBeUndefined());
    other.inbox.start();
    await vi.waitFor(() => expect(other.begun).toHaveLength(1));
    expect(stopping.begun).toEqual([]);
    other.begun[0]?.end();
    await other.inbox.stop(100);
  });
});

describe("the inbox of several instances", () => {
  it("has a message said by one of them alone, even if the other slept past the end of its lease", async () => {
    const clock = new MovableClock();
    const storage = createMemoryStorage(clock);
    const { mine, lost } = losable(storage, isLease);
    const sleeper = instance(mine, clock);
    const other = instance(storage, clock);
    await sleeper.inbox.record(message("1"));
    await vi.waitFor(() => expect(sleeper.begun).toHaveLength(1));
    lost.is = true;
    clock.advance(21_000);
    other.inbox.start();
    await vi.waitFor(() => expect(other.begun).toHaveLength(1));
    await other.begun[0]?.entry.sayOnce();
    await expect(sleeper.begun[0]?.entry.sayOnce()).rejects.toThrow(/another instance/);
    for (const { end } of [...other.begun, ...sleeper.begun]) end();
    await other.inbox.stop(100);
    await vi.waitFor(async () => expect(await storage.list("inbox:open:")).toEqual([]));
  });

  it("keeps its lease although it could not be renewed for ten seconds", async () => {
    const clock = new MovableClock();
    const storage = createMemoryStorage(clock);
    const { mine, lost } = losable(storage, isLease);
    const { inbox, begun } = instance(mine, clock);
    await inbox.record(message("1"));
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    const pass = async (ms: number) => {
      clock.advance(ms);
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    lost.is = true;
    for (let time = 0; time < 3; time += 1) await pass(3_100);
    lost.is = false;
    for (let time = 0; time < 3; time += 1) await pass(3_100);
    expect(await storage.get("inbox:lease:feishu:1"), "18 s later").toBeDefined();
    begun[0]?.end();
  });
});

describe("an inbox that cannot record what it hears", () => {
  it("answers it all the same, once, and says of it that it is not recorded", async () => {
    const clock = new MovableClock();
    const storage = createMemoryStorage(clock);
    const { mine, lost } = losable(storage);
    const { inbox, begun } = instance(mine, clock);
    lost.is = true;
    expect(await inbox.record(message("1"))).toBe(true);
    expect(await inbox.record(message("1"))).toBe(false);
    expect(begun).toHaveLength(1);
    expect(begun[0]?.entry).toMatchObject({ id: "feishu:1:unrecorded", isRepeat: false, isUnrecorded: true });
    await begun[0]?.entry.sayOnce();
    begun[0]?.end();
    lost.is = false;
    expect(await inbox.record(message("1")), "heard again afterwards").toBe(false);
    expect(await inbox.record(message("2"))).toBe(true);
    await vi.waitFor(() => expect(begun).toHaveLength(2));
    expect(begun[1]?.entry.isUnrecorded).toBeUndefined();
    begun[1]?.end();
  });

  it("begins a message that was recorded although its answer was lost", async () => {
    const clock = new MovableClock();
    const storage = createMemoryStorage(clock);
    let isFirst = true;
    const { inbox, begun } = instance(
      {
        ...storage,
        write: async (changes, onlyIf) => {
          const isDone = await storage.write(changes, onlyIf);
          if (!isFirst) return isDone;
          isFirst = false;
          throw new StorageAway("Its answer was lost.");
        },
      },
      clock,
    );
    await inbox.record(message("1"));
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    expect(begun[0]?.entry.id).toBe("feishu:1");
    begun[0]?.end();
  });

  it("does not take what a room answered, which the platform tells again", async () => {
    const clock = new MovableClock();
    const { mine, lost } = losable(createMemoryStorage(clock));
    const { inbox, begun } = instance(mine, clock);
    lost.is = true;
    const answer = { id: "1", eventId: "e" } as never;
    await expect(inbox.record({ kind: "room-answer", platform: "feishu", answer })).rejects.toThrow(
      StorageAway,
    );
    expect(begun).toHaveLength(0);
  });
});
