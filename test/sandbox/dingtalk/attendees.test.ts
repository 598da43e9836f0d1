import { describe, expect, it } from "vitest";
import {
  dingTalkOffice,
  eventBody,
  eventsPath,
  officialCalendar,
  officialClients,
  type Setup,
} from "./setup.ts";

const draft = eventBody("2026-03-11T15:00", "2026-03-11T16:00");

const withEvent = async (more: Record<string, unknown> = {}) => {
  const setup = await dingTalkOffice();
  const events = eventsPath(setup.person("emma"));
  const { body } = await setup.call("POST", events, { ...draft, ...more });
  const id = String(body.id);
  return { setup, id, path: `${events}/${encodeURIComponent(id)}` };
};

/** Who was told of what and how, in short. */
const told = ({ dingtalk }: Setup) => dingtalk.notices.map(({ kind, to, by }) => `${kind} ${to} ${by}`);

const asked = (setup: Setup, ...keys: string[]) =>
  keys.map((key) => ({ id: setup.person(key).dingtalk.unionId }));

describe("the people on an event", () => {
  it("are listed for DingTalk's own client, page by page", async () => {
    const { setup, id, path } = await withEvent();
    const { calendar, headers, runtime } = await officialClients(setup);
    await setup.call("POST", `${path}/attendees`, {
      attendeesToAdd: [
        { ...asked(setup, "oliver")[0], isOptional: true },
        ...asked(setup, "li-lei", "sofia"),
      ],
    });
    const page = async (nextToken?: string) => {
      const { body } = await calendar.listAttendeesWithOptions(
        setup.person("emma").dingtalk.unionId,
        "primary",
        id,
        new officialCalendar.ListAttendeesRequest({
          maxResults: 2,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
        new officialCalendar.ListAttendeesHeaders(headers),
        runtime,
      );
      return body;
    };
    const first = await page();
    expect(first?.attendees).toMatchObject([
      { displayName: "Oliver Smith", responseStatus: "needsAction", isOptional: true },
      { isOptional: false },
    ]);
    const last = await page(first?.nextToken);
    expect(last?.attendees).toHaveLength(1);
    expect(last?.nextToken).toBeUndefined();
    expect(await setup.call("GET", `${path}/attendees?maxResults=501`)).toMatchObject({
      status: 400,
      body: {
        code: "invalidParameter.maxResults",
        message: "maxResults size must within range [0,500]",
      },
    });
  });

  it("come and go once for a client token, however often the request comes", async () => {
    const { setup, path } = await withEvent();
    const headers = { "x-acs-dingtalk-access-token": await setup.token(), "x-client-token": "once" };
    const body = { attendeesToAdd: asked(setup, "oliver") };
    const add = () => setup.call("POST", `${path}/attendees`, body, headers);
    expect([(await add()).status, (await add()).status]).toEqual([200, 200]);
    expect(told(setup)).toEqual(["invited oliver push", "invited oliver chat"]);
    const remove = () => setup.call("DELETE", path, undefined, { ...headers, "x-client-token": "gone" });
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 200]);
    expect((await setup.call("DELETE", path)).status).toBe(404);
  });
});

describe("whom DingTalk disturbs", () => {
  it("is everybody who is asked to a new event, unless both switches of it are off", async () => {
    const setup = await dingTalkOffice();
    const events = eventsPath(setup.person("emma"));
    const make = (extra?: Record<string, unknown>) =>
      setup.call("POST", events, {
        ...draft,
        attendees: asked(setup, "emma", "oliver"),
        ...(extra ? { extra } : {}),
      });
    await make();
    expect(told(setup)).toEqual(["invited oliver push", "invited oliver chat"]);
    await make({ noPushNotification: "true", noChatNotification: "true" });
    expect(told(setup)).toHaveLength(2);
    await make({ noPushNotification: "true" });
    expect(told(setup).slice(2)).toEqual(["invited oliver chat"]);
    // The values are documented as texts.
    await make({ noPushNotification: true, noChatNotification: true });
    expect(told(setup)).toHaveLength(5);
  });

  it("is whoever is added, and nobody who was there already or where it is switched off", async () => {
    const { setup, path } = await withEvent({
      attendees: [],
      extra: { noPushNotification: "true", noChatNotification: "true" },
    });
    const add = (keys: string[], how = {}) =>
      setup.call("POST", `${path}/attendees`, { attendeesToAdd: asked(setup, ...keys), ...how });
    await add(["oliver"], { pushNotification: false, chatNotification: false });
    expect(told(setup)).toEqual([]);
    await add(["oliver", "sofia"], { chatNotification: false });
    expect(told(setup)).toEqual(["invited sofia push"]);
  });

  it("is those on an event that changes, those taken off it, and those left when it is called off aloud", async () => {
    const { setup, id, path } = await withEvent();
    await setup.call("POST", `${path}/attendees`, {
      attendeesToAdd: asked(setup, "oliver", "sofia"),
      pushNotification: false,
      chatNotification: false,
    });
    await setup.call("PUT", path, { id, summary: "改期" });
    await setup.call("POST", `${path}/attendees/batchRemove`, { attendeesToRemove: asked(setup, "oliver") });
    await setup.call("DELETE", `${path}?pushNotification=true`);
    expect(told(setup)).toEqual([
      "changed oliver push",
      "changed sofia push",
      "removed oliver push",
      "cancelled sofia push",
    ]);
  });

  it("is nobody when an event is called off quietly", async () => {
    const { setup, path } = await withEvent({
      extra: { noPushNotification: "true", noChatNotification: "true" },
    });
    await setup.call("POST", `${path}/attendees`, {
      attendeesToAdd: asked(setup, "oliver"),
      pushNotification: false,
      chatNotification: false,
    });
    await setup.call("DELETE", `${path}?pushNotification=false`);
    expect(told(setup)).toEqual([]);
  });
});
