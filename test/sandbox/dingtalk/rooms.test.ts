import { describe, expect, it } from "vitest";
import { dingTalkOffice, NOW_MS, type Setup } from "./setup.ts";

describe("the room directory", () => {
  const list = ({ call, person }: Setup, query = "") =>
    call("GET", `/v1.0/rooms/meetingRoomLists?unionId=${person("emma").dingtalk.unionId}${query}`);

  it("lists twenty rooms at a time unless told otherwise, a hundred at most, and no next page after the last", async () => {
    const setup = await dingTalkOffice();
    expect((await list(setup)).body).toMatchObject({ hasMore: true, nextToken: 20 });
    const all = await list(setup, "&maxResults=100");
    expect(all.body.hasMore).toBe(false);
    expect(all.body).not.toHaveProperty("nextToken");
    for (const query of ["&maxResults=101", "&maxResults=0", "&nextToken=abc"]) {
      expect((await list(setup, query)).body).toMatchObject({ code: "param.error", message: "Param Error" });
    }
  });

  it("wants the unionId of an employee, not a userId", async () => {
    const setup = await dingTalkOffice();
    const ask = (query: string) => setup.call("GET", `/v1.0/rooms/meetingRoomLists${query}`);
    expect((await ask("")).body.code).toBe("param.error");
    const { userId } = setup.person("emma").dingtalk;
    expect((await ask(`?unionId=${userId}`)).body).toMatchObject({
      code: "user.not.employee",
      message: "User Not Employee",
    });
  });

  it("shows labels, places and capacity as the vendor words them, and leaves out what is not set", async () => {
    const setup = await dingTalkOffice();
    const { body } = await list(setup, "&maxResults=100");
    const rooms = body.result as Record<string, unknown>[];
    expect(rooms.find((one) => one.roomName === "珠峰")).toMatchObject({
      roomStatus: 0,
      roomCapacity: 12,
      roomLabels: [
        { labelId: 1, labelName: "电视" },
        { labelId: 5, labelName: "视频会议" },
        { labelId: 4, labelName: "白板" },
      ],
      roomLocation: { title: "总部A座", desc: "3层" },
      roomGroup: { groupName: "3层" },
    });
    expect(rooms.find((one) => one.roomName === "创客空间")).not.toHaveProperty("roomCapacity");
    expect(rooms.find((one) => one.roomName === "董事会议室")?.roomStatus).toBe(1);
    expect(rooms.find((one) => one.roomName === "Ada")?.roomStatus).toBe(2);
    for (const room of rooms) expect(room).not.toHaveProperty("extensionConfig");
  });

  it("tells a room's rules in the detail only: who, when closed, which approval", async () => {
    const setup = await dingTalkOffice();
    const detail = async (key: string) => {
      const { roomId } = setup.room(key).dingtalk;
      const { unionId } = setup.person("emma").dingtalk;
      const { body } = await setup.call("GET", `/v1.0/rooms/meetingRooms/${roomId}?unionId=${unionId}`);
      return body.result as Record<string, unknown>;
    };
    const engineering = setup.ground.world.office.departments.find((one) => one.key === "engineering");
    expect((await detail("lab")).reservationAuthority).toEqual({
      authorizedMembers: [
        { memberId: setup.person("emma").dingtalk.unionId, memberType: "user", memberName: "Emma Brown" },
        { memberId: String(engineering?.dingtalk.deptId), memberType: "dept", memberName: "研发中心" },
      ],
    });
    expect((await detail("denali")).extensionConfig).toMatchObject({
      openReservation: true,
      reservationCloseDetail: {
        taskStartTime: NOW_MS - 2 * 86_400_000,
        taskEndTime: NOW_MS + 16 * 86_400_000,
        closeReason: "空调维修",
        contactNick: "王芳",
      },
    });
    const archive = (await detail("archive")).extensionConfig as Record<string, unknown>;
    expect(archive.openReservation).toBe(false);
    expect(archive.reservationCloseDetail).not.toHaveProperty("taskEndTime");
    expect((await detail("qinghaihu")).extensionConfig).toMatchObject({
      approvalSwitch: true,
      approvalType: 1,
    });
    expect((await detail("hall")).extensionConfig).toMatchObject({ approvalSwitch: true, approvalType: 2 });
    expect((await detail("k2")).extensionConfig).toEqual({
      openReservation: true,
      maxReservationTimeInterval: 0,
      approvalSwitch: false,
      approvalType: 1,
    });
    const { unionId } = setup.person("emma").dingtalk;
    const unknown = await setup.call("GET", `/v1.0/rooms/meetingRooms/0000?unionId=${unionId}`);
    expect(unknown).toMatchObject({ status: 400, body: { code: "param.error" } });
  });
});
