import { describe, expect, it } from "vitest";
import {
  dingTalkOffice,
  officialCalendar,
  officialClients,
  officialOauth,
  officialRobot,
  officialRooms,
  on,
} from "./setup.ts";

const {
  AddAttendeeRequest,
  AddMeetingRoomsHeaders,
  AddMeetingRoomsRequest,
  AddAttendeeHeaders,
  CreateEventHeaders,
  CreateEventRequest,
  DeleteEventHeaders,
  DeleteEventRequest,
  GetEventHeaders,
  GetEventRequest,
  GetMeetingRoomsScheduleHeaders,
  GetMeetingRoomsScheduleRequest,
  ListEventsHeaders,
  ListEventsRequest,
  ListEventsViewHeaders,
  ListEventsViewRequest,
  PatchEventHeaders,
  PatchEventRequest,
  RemoveAttendeeHeaders,
  RemoveAttendeeRequest,
  RemoveMeetingRoomsHeaders,
  RemoveMeetingRoomsRequest,
} = officialCalendar;

/** A vendor's client throws the server's `code` with the status in its data. */
const refusal = async (act: Promise<unknown>) => {
  try {
    await act;
  } catch (error) {
    const { code, data } = error as { code: string; data: { statusCode: number; message: string } };
    return { code, status: data.statusCode, message: data.message };
  }
  throw new Error("it was not refused");
};

describe("DingTalk's own clients against the imitation", () => {
  it("get a token, and are told of a wrong secret", async () => {
    const setup = await dingTalkOffice();
    const { oauth } = await officialClients(setup);
    const { id: appKey, secret: appSecret } = setup.dingtalk.app;
    const { body } = await oauth.getAccessToken(
      new officialOauth.GetAccessTokenRequest({ appKey, appSecret }),
    );
    expect(body).toEqual({ accessToken: await setup.token(), expireIn: 7_200 });
    const wrong = new officialOauth.GetAccessTokenRequest({ appKey, appSecret: "wrong" });
    expect(await refusal(oauth.getAccessToken(wrong))).toMatchObject({
      code: "invalidClientIdOrSecret",
      status: 400,
    });
  });

  it("page through all rooms by a numeric token, and read one room's rules and the groups", async () => {
    const setup = await dingTalkOffice();
    const { rooms, headers, runtime } = await officialClients(setup);
    const { unionId } = setup.person("li-lei").dingtalk;
    const seen: unknown[] = [];
    let nextToken: number | undefined;
    do {
      const request = new officialRooms.QueryMeetingRoomListRequest({
        unionId,
        maxResults: 15,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const { body } = await rooms.queryMeetingRoomListWithOptions(
        request,
        new officialRooms.QueryMeetingRoomListHeaders(headers),
        runtime,
      );
      seen.push(...(body?.result ?? []).map((room) => room.roomId));
      nextToken = body?.hasMore ? body.nextToken : undefined;
      if (nextToken !== undefined) expect(nextToken).toBeTypeOf("number");
    } while (nextToken !== undefined);
    expect(seen).toEqual(setup.ground.world.office.rooms.map((room) => room.dingtalk.roomId));

    const { body: detail } = await rooms.queryMeetingRoomWithOptions(
      setup.room("kilimanjaro").dingtalk.roomId,
      new officialRooms.QueryMeetingRoomRequest({ unionId }),
      new officialRooms.QueryMeetingRoomHeaders(headers),
      runtime,
    );
    expect(detail?.result).toMatchObject({
      roomName: "Kilimanjaro",
      roomStatus: 0,
      roomCapacity: 16,
      enableCycleReservation: true,
      extensionConfig: {
        openReservation: true,
        maxReservationTimeInterval: 120,
        advanceReservation: {
          advanceReservationTime: 14,
          advanceReservationTimeUnit: "days",
          advanceBookTimeFormat: "09:00",
        },
      },
    });

    const { body: groups } = await rooms.queryMeetingRoomGroupListWithOptions(
      new officialRooms.QueryMeetingRoomGroupListRequest({ unionId }),
      new officialRooms.QueryMeetingRoomGroupListHeaders(headers),
      runtime,
    );
    const top = groups?.result?.filter((group) => group.parentId === 0);
    expect(top?.map((group) => group.groupName)).toEqual(["总部A座", "创新B座 (Tower B)"]);
  });

  it("book a room: ask, create, add, read back, move, give the room back, delete", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const { unionId } = setup.person("li-lei").dingtalk;
    const { roomId } = setup.room("k2").dingtalk;
    const schedule = async () => {
      const { body } = await calendar.getMeetingRoomsScheduleWithOptions(
        unionId,
        new GetMeetingRoomsScheduleRequest({
          roomIds: [roomId],
          startTime: "2026-03-11T00:00:00.000+08:00",
          endTime: "2026-03-12T00:00:00.000+08:00",
        }),
        new GetMeetingRoomsScheduleHeaders(headers),
        runtime,
      );
      return body?.scheduleInformation?.[0]?.scheduleItems ?? [];
    };
    const read = async (id: string) =>
      (
        await calendar.getEventWithOptions(
          unionId,
          "primary",
          id,
          new GetEventRequest({}),
          new GetEventHeaders(headers),
          runtime,
        )
      ).body;
    expect(await schedule()).toEqual([]);

    const at = (local: string) => ({ dateTime: `2026-03-11T${local}:00+08:00`, timeZone: "Asia/Shanghai" });
    const { body: event } = await calendar.createEventWithOptions(
      unionId,
      "primary",
      new CreateEventRequest({
        summary: "评审",
        start: at("15:00"),
        end: at("16:00"),
        attendees: [{ id: setup.person("emma").dingtalk.unionId, isOptional: true }],
        reminders: [],
      }),
      new CreateEventHeaders({ ...headers, xClientToken: "once" }),
      runtime,
    );
    const id = event?.id ?? "";
    expect(id).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(event).toMatchObject({ summary: "评审", start: at("15:00"), isAllDay: false, reminders: [] });
    expect(event?.organizer).toMatchObject({ id: unionId, self: true });
    expect(event?.attendees).toMatchObject([{ displayName: "Emma Brown", responseStatus: "needsAction" }]);

    const added = await calendar.addMeetingRoomsWithOptions(
      unionId,
      "primary",
      id,
      new AddMeetingRoomsRequest({ meetingRoomsToAdd: [{ roomId }] }),
      new AddMeetingRoomsHeaders(headers),
      runtime,
    );
    expect(added.body).toEqual({ result: true });
    expect((await read(id))?.meetingRooms).toEqual([
      { roomId, displayName: "K2", responseStatus: "accepted" },
    ]);
    expect(await schedule()).toMatchObject([
      { status: "BUSY", eventId: id, start: at("15:00"), end: at("16:00") },
    ]);

    await calendar.patchEventWithOptions(
      unionId,
      "primary",
      id,
      new PatchEventRequest({ id, start: at("16:00"), end: at("17:30") }),
      new PatchEventHeaders(headers),
      runtime,
    );
    expect(await schedule()).toMatchObject([{ start: at("16:00"), end: at("17:30") }]);

    const removed = await calendar.removeMeetingRoomsWithOptions(
      unionId,
      "primary",
      id,
      new RemoveMeetingRoomsRequest({ meetingRoomsToRemove: [{ roomId }] }),
      new RemoveMeetingRoomsHeaders(headers),
      runtime,
    );
    expect(removed.body).toEqual({ result: true });
    expect(await schedule()).toEqual([]);

    await calendar.deleteEventWithOptions(
      unionId,
      "primary",
      id,
      new DeleteEventRequest({ pushNotification: false }),
      new DeleteEventHeaders(headers),
      runtime,
    );
    expect(await refusal(read(id))).toMatchObject({ code: "instanceNotExist", status: 404 });
  });

  it("list a person's events by start, and view those that touch a stretch of time", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const emma = setup.person("emma");
    for (const time of ["08:30", "09:00", "10:00", "11:00", "12:00"]) {
      setup.ground.world.add({
        madeOn: "client",
        organiserKey: "emma",
        title: `at ${time}`,
        start: on(`2026-03-11T${time}`),
        end: on(`2026-03-11T${time}`) + 5_400_000,
      });
    }
    setup.ground.world.add({
      madeOn: "feishu",
      organiserKey: "emma",
      title: "elsewhere",
      start: on("2026-03-11T10:00"),
      end: on("2026-03-11T11:00"),
    });
    const window = { timeMin: "2026-03-11T10:00:00+08:00", timeMax: "2026-03-11T12:00:00+08:00" };
    const list = await calendar.listEventsWithOptions(
      emma.dingtalk.unionId,
      "primary",
      new ListEventsRequest(window),
      new ListEventsHeaders(headers),
      runtime,
    );
    expect(list.body?.events?.map((event) => event.summary)).toEqual(["at 10:00", "at 11:00"]);

    const viewed: unknown[] = [];
    let nextToken: string | undefined;
    do {
      const { body } = await calendar.listEventsViewWithOptions(
        emma.dingtalk.unionId,
        "primary",
        new ListEventsViewRequest({ ...window, maxResults: 2, ...(nextToken ? { nextToken } : {}) }),
        new ListEventsViewHeaders(headers),
        runtime,
      );
      viewed.push(...(body?.events ?? []).map((event) => event.summary));
      nextToken = body?.nextToken;
    } while (nextToken);
    expect(viewed).toEqual(["at 09:00", "at 10:00", "at 11:00"]);
  });

  it("bring people onto an event and take them off again", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const { unionId } = setup.person("li-lei").dingtalk;
    const { unionId: emma } = setup.person("emma").dingtalk;
    const meeting = setup.ground.world.add({
      madeOn: "dingtalk",
      organiserKey: "li-lei",
      title: "周会",
      start: on("2026-03-11T15:00"),
      end: on("2026-03-11T16:00"),
    });
    const { body } = await calendar.listEventsWithOptions(
      unionId,
      "primary",
      new ListEventsRequest({}),
      new ListEventsHeaders(headers),
      runtime,
    );
    const id = body?.events?.[0]?.id ?? "";
    await calendar.addAttendeeWithOptions(
      unionId,
      "primary",
      id,
      new AddAttendeeRequest({ attendeesToAdd: [{ id: emma, isOptional: false }] }),
      new AddAttendeeHeaders(headers),
      runtime,
    );
    expect(meeting.attendeeKeys).toEqual(["emma"]);
    const remove = (who: string) =>
      calendar.removeAttendeeWithOptions(
        unionId,
        "primary",
        id,
        new RemoveAttendeeRequest({ attendeesToRemove: [{ id: who }] }),
        new RemoveAttendeeHeaders(headers),
        runtime,
      );
    expect(await refusal(remove(unionId))).toMatchObject({
      code: "300000",
      message: "can not remove organizer.",
    });
    await remove(emma);
    expect(meeting.attendeeKeys).toEqual([]);
  });

  it("send to a group and to people, and are told who is not one", async () => {
    const setup = await dingTalkOffice();
    const { robot, headers, runtime } = await officialClients(setup);
    const group = setup.ground.world.office.chats[0];
    const sent = await robot.orgGroupSendWithOptions(
      new officialRobot.OrgGroupSendRequest({
        robotCode: setup.dingtalk.app.id,
        openConversationId: group?.dingtalk.conversationId,
        msgKey: "sampleMarkdown",
        msgParam: JSON.stringify({
          title: "t",
          text: "### Free\n\n- **K2**  \n[1](dtmd://dingtalkclient/sendMessage?content=1)",
        }),
      }),
      new officialRobot.OrgGroupSendHeaders(headers),
      runtime,
    );
    expect(sent.body?.processQueryKey).toBeTypeOf("string");
    expect(setup.dingtalk.lines).toMatchObject([
      { chatKey: group?.key, from: "bot", text: "Free\n- K2\n1", buttons: [{ label: "1", value: "1" }] },
    ]);

    const { body } = await robot.batchSendOTOWithOptions(
      new officialRobot.BatchSendOTORequest({
        robotCode: setup.dingtalk.app.id,
        userIds: [setup.person("emma").dingtalk.userId, "nobody"],
        msgKey: "sampleText",
        msgParam: JSON.stringify({ content: "hello" }),
      }),
      new officialRobot.BatchSendOTOHeaders(headers),
      runtime,
    );
    expect(body?.invalidStaffIdList).toEqual(["nobody"]);
    expect(setup.dingtalk.lines.at(-1)).toMatchObject({ chatKey: "direct:emma", text: "hello" });
  });
});
