import { createMemoryStorage } from "../../src/storage/memory.ts";
import { storageContract } from "../contract/storage.contract.ts";

storageContract("memory", async (clock) => createMemoryStorage(clock));
