#!/usr/bin/env node
// The command line is TypeScript; tsx reads it as it is.
import "tsx";

await import("../src/cli.ts");
