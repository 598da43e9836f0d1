import { EQUIPMENT, type Equipment } from "../../core/model.ts";

/** A device's name is free text that an administrator typed; one device may be several things. */
const SYNONYMS: Readonly<Record<Equipment, RegExp>> = {
  tv: /电视|大屏|显示屏|显示器|液晶|\btvs?\b|television|display|screen(?! ?share)|monitor/i,
  phone: /电话|八爪鱼|phone/i,
  projector: /投影|projector|beamer/i,
  whiteboard: /白板|white ?board/i,
  video: /视频|会议终端|会议一体机|摄像|\bzoom\b|\bteams\b|\bwebex\b|\brooms?\b|maxhub|video|camera/i,
};

/** What these devices are, in the order of `EQUIPMENT`. */
export const equipmentOf = (deviceNames: readonly string[]): Equipment[] =>
  EQUIPMENT.filter((kind) => deviceNames.some((name) => SYNONYMS[kind].test(name)));
