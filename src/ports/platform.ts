import type { PlatformName } from "../core/model.ts";
import type { Accounts } from "./accounts.ts";
import type { Budget } from "./budget.ts";
import type { Calendar } from "./calendar.ts";
import type { Directory } from "./directory.ts";
import type { Listener } from "./listener.ts";
import type { Messenger } from "./messenger.ts";
import type { Rooms } from "./rooms.ts";
import type { Schedules } from "./schedules.ts";

/** A chat vendor, as the bot sees it. Whatever differs between vendors is said by these parts, never by asking for the name. */
export interface Platform {
  readonly name: PlatformName;
  readonly listener: Listener;
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly schedules: Schedules;
  readonly rooms: Rooms;
  readonly calendar: Calendar;
  /** Absent where the bot acts in everybody's name anyway, or nobody may link an account. */
  readonly accounts?: Accounts;
  /** Colleagues could link accounts here, if the administrator had not switched it off. */
  readonly isLinkingOff?: true;
  /** Absent where the vendor counts nothing by the month. */
  readonly budget?: Budget;
  /** Stops queues and releases connections, after the listener has stopped. */
  close(): Promise<void>;
}
