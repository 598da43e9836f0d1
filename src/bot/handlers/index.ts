import type { Intent } from "../../command/command.ts";
import type { Handler } from "../turn.ts";
import { book } from "./book.ts";
import { cancel } from "./cancel.ts";
import { change } from "./change.ts";
import { confirm } from "./confirm.ts";
import { find } from "./find.ts";
import { link, unlink } from "./link.ts";
import { mine } from "./mine.ts";
import { more } from "./more.ts";
import { decline, help, impossible, unknown } from "./simple.ts";
import { status } from "./status.ts";
import { swap } from "./swap.ts";
import { watch } from "./watch.ts";
import { why } from "./why.ts";

/** What answers what. */
export const HANDLERS: Readonly<Record<Intent, Handler>> = {
  find,
  book,
  more,
  confirm,
  decline,
  cancel,
  mine,
  status,
  help,
  unknown,
  error: impossible,
  why,
  watch,
  link,
  unlink,
  extend: change,
  shorten: change,
  move: change,
  swap,
};
