import { z } from "zod";
import { describeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { Equipment, Room } from "../../core/model.ts";
import type { DingTalkClient } from "./client.ts";
import { aside, idText, maybe, rowsOf } from "./json.ts";

/** `labelId` of a room's labels (room list API). */
const EQUIPMENT_OF_LABEL: Readonly<Record<string, Equipment>> = {
  "1": "tv",
  "2": "phone",
  "3": "projector",
  "4": "whiteboard",
  "5": "video",
};
/** `roomStatus`: 0 everyone, 1 administrators only, 2 the people and departments that the room's detail names. */
const ACCESS_OF_STATUS: Readonly<Record<string, Room["access"]>> = { "0": "everyone", "1": "nobody" };

const PAGE_SIZE = 100;
/** 5 000 rooms. A vendor that always has one more page must not keep us for ever. */
const MOST_PAGES = 50;

const group = z.object({
  groupId: idText,
  groupName: maybe(z.string()),
  parentId: maybe(idText),
});
type Group = z.output<typeof group>;

const listedRoom = z.object({
  roomId: idText.pipe(z.string().min(1)),
  roomName: maybe(z.string()),
  roomStatus: maybe(idText),
  roomLabels: aside(z.array(z.object({ labelId: aside(idText) }))),
  roomCapacity: aside(z.coerce.number()),
  roomLocation: aside(z.object({ title: aside(z.string()) })),
  roomGroup: aside(group),
});
type ListedRoom = z.output<typeof listedRoom>;

const page = z.object({
  result: rowsOf(listedRoom),
  hasMore: maybe(z.boolean()),
  nextToken: maybe(idText),
});
const groupList = z.object({ result: rowsOf(group) });

/** Every room of the organisation, all pages, each with its place in the tree of room groups. */
export async function listRooms(client: DingTalkClient, unionId: string, logger: Logger): Promise<Room[]> {
  const [rooms, groups] = await Promise.all([
    listPages(client, unionId, logger),
    listGroups(client, unionId, logger),
  ]);
  return rooms.map((room) => toRoom(room, groups));
}

async function listPages(client: DingTalkClient, unionId: string, logger: Logger): Promise<ListedRoom[]> {
  const rooms: ListedRoom[] = [];
  let unread = 0;
  let nextToken: string | undefined;
  let isCut = true;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const got = await client.api({
      api: "roomList",
      what: "list the rooms",
      path: "/v1.0/rooms/meetingRoomLists",
      query: { unionId, maxResults: PAGE_SIZE, nextToken },
      answer: page,
      repeatable: true,
    });
    rooms.push(...got.result.rows);
    unread += got.result.unread;
    isCut = got.hasMore === true && Boolean(got.nextToken) && got.nextToken !== nextToken;
    if (!isCut) break;
    nextToken = got.nextToken;
  }
  if (isCut) logger.warn("the list of rooms was cut", { rooms: rooms.length });
  if (unread > 0) logger.warn("some rooms could not be read and are left out of the list", { rooms: unread });
  return rooms;
}

/** The tree is a nicety: without it a room still has its own group's name. */
async function listGroups(
  client: DingTalkClient,
  unionId: string,
  logger: Logger,
): Promise<ReadonlyMap<string, Group>> {
  try {
    const got = await client.api({
      api: "roomGroups",
      what: "list the groups of rooms",
      path: "/v1.0/rooms/groupLists",
      query: { unionId },
      answer: groupList,
      repeatable: true,
    });
    const { rows, unread } = got.result;
    if (unread > 0) logger.warn("some groups of rooms could not be read", { groups: unread });
    return new Map(rows.map((one) => [one.groupId, one]));
  } catch (error) {
    logger.warn("the groups of rooms could not be read; places are shorter", { error: describeError(error) });
    return new Map();
  }
}

function toRoom(room: ListedRoom, groups: ReadonlyMap<string, Group>): Room {
  const { roomCapacity: capacity } = room;
  return {
    id: room.roomId,
    name: room.roomName ?? room.roomId,
    ...(capacity !== undefined && capacity > 0 && { capacity }),
    equipment: (room.roomLabels ?? []).flatMap(({ labelId }) => EQUIPMENT_OF_LABEL[labelId ?? ""] ?? []),
    path: pathOf(room, groups),
    access: ACCESS_OF_STATUS[room.roomStatus ?? ""] ?? "some",
  };
}

function pathOf(room: ListedRoom, groups: ReadonlyMap<string, Group>): string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  let at = room.roomGroup && (groups.get(room.roomGroup.groupId) ?? room.roomGroup);
  while (at && !seen.has(at.groupId)) {
    seen.add(at.groupId);
    if (at.groupName) path.unshift(at.groupName);
    at = groups.get(at.parentId ?? "");
  }
  const location = room.roomLocation?.title;
  return path.length > 0 || !location ? path : [location];
}
