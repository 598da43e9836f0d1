import { describe, expect, it } from "vitest";
import type { Booking } from "../../src/booking/bookings.ts";
import { newEntry } from "../../src/booking/page.ts";
import type { BookingRequest, ChosenRoom } from "../../src/booking/requests.ts";
import type { FollowUp } from "../../src/bot/follow-up/follow-ups.ts";
import type { Decision } from "../../src/bot/handlers/decision.ts";
import type { Json } from "../../src/core/json.ts";
import { inOffice, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

/** What a message began that nobody works on any more: it stands in the journal, and in no inbox. */
interface Left {
  readonly recipe: string;
  readonly input: unknown;
  readonly decision: Decision;
}

const at = (time: string) => Date.parse(`2026-03-12T${time}:00+08:00`);

function roomOf(office: OpenOffice, vendor: VendorName, key: string): ChosenRoom {
  const { name, dingtalk, feishu } = office.world.room(key);
  return { id: (vendor === "dingtalk" ? dingtalk : feishu).roomId, name, place: "" };
}

/** What the bot keeps of the one booking there is: whom to tell, and where. */
async function kept(office: OpenOffice, vendor: VendorName): Promise<FollowUp> {
  const [entry] = await office.storage.list(`follow-up:${vendor}:`);
  if (!entry) throw new Error("nothing was booked");
  return entry.value as unknown as FollowUp;
}

const bookingOf = ({ eventId, title, start, end, room, ownsEvent }: FollowUp): Booking => ({
  eventId,
  title,
  start,
  end,
  rooms: [{ ...room, isTentative: false }],
  ownsEvent,
  isOrganiser: true,
});

describe.concurrent.each(PLATFORMS)(
  "what was left open on %s is brought to its end, and told once",
  (vendor) => {
    it.each<[string, RegExp, (office: OpenOffice, had: FollowUp) => Left]>([
      [
        "a booking",
        /^Booked: K2\s+Thu 12 Mar,? 17:00–18:00/,
        (office, { address }) => {
          const request: BookingRequest = {
            organiser: address.person,
            attendees: [],
            room: roomOf(office, vendor, "k2"),
            title: "Meeting",
            start: at("17:00"),
            end: at("18:00"),
            zone: "Asia/Shanghai",
            onto: "new",
            needsApproval: false,
          };
          return { recipe: "book", input: request, decision: { kind: "book", request } };
        },
      ],
      [
        "another time",
        /^Extended: Everest\s+Thu 12 Mar,? 15:00–16:30/,
        (_, had) => {
          const change = {
            booking: bookingOf(had),
            to: { start: had.start, end: at("16:30") },
            needsApproval: false,
          };
          return {
            recipe: "change",
            input: { ...change, organiser: had.address.person },
            decision: { kind: "change", what: "extend", ...change },
          };
        },
      ],
      [
        "another room",
        /^Booked: K2\s+Thu 12 Mar,? 15:00–16:00[\s\S]*Everest was given back/,
        (office, had) => {
          const room = roomOf(office, vendor, "k2");
          const swap = { booking: bookingOf(had), room, needsApproval: false, mayReleaseFirst: false };
          return {
            recipe: "swap",
            input: { ...swap, organiser: had.address.person },
            decision: { kind: "swap", ...swap },
          };
        },
      ],
      [
        "a cancellation",
        /^Cancelled: Everest\s+Thu 12 Mar,? 15:00–16:00/,
        (_, had) => {
          const booking = bookingOf(had);
          return {
            recipe: "give back",
            input: { booking, organiser: had.address.person },
            decision: { kind: "cancel", bookings: [booking] },
          };
        },
      ],
    ])("%s", (_, expected, leave) =>
      inOffice({ platforms: [vendor], meetings: "none", clockSpeed: 5 }, async (office) => {
        const me = office.at(vendor, "li-lei");
        const before = idsOf(office);
        await me.say("book Everest tomorrow 3pm 1h");
        const had = await kept(office, vendor);
        const { recipe, input, decision } = leave(office, had);
        const tell = { address: had.address, decision } as unknown as Json;
        const entry = newEntry(recipe, { key: "left", input, tell }, office.clock.now());
        await office.storage.write([{ key: `journal:${vendor}:left`, value: entry as unknown as Json }]);

        const heard = me.nextLine(30_000);
        await office.pass(61_000);
        expect((await heard).text).toMatch(expected);
        await office.pass(61_000);
        await me.say("my bookings");
        expect(me.heard().filter(({ text }) => expected.test(text))).toHaveLength(1);
        expectTruth(office, before, "li-lei");
        expect(madeSince(office, before).length).toBeLessThanOrEqual(2);
      }),
    );
  },
);
