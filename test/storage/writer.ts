import { systemClock } from "../../src/core/clock.ts";
import { createSqliteStorage } from "../../src/storage/sqlite.ts";

/** A process of its own: writes numbered entries to the file it is given, and prints each number once it is promised. */
const [path = ""] = process.argv.slice(2);
const storage = await createSqliteStorage(path, systemClock);
for (let number = 0; ; number += 1) {
  await storage.write([
    { key: `entry:${number}`, value: { number } },
    { key: `twin:${number}`, value: number },
  ]);
  if (!process.stdout.write(`${number}\n`))
    await new Promise((resolve) => process.stdout.once("drain", resolve));
}
