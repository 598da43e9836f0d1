import { refusal } from "../errors.ts";
import type { Handlers } from "../gateway.ts";
import type { Tenant } from "../tenant.ts";

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_PIXELS = 12_000;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Pictures that were uploaded, by their keys; only PNG is looked into. */
export type Images = ReadonlyMap<string, Uint8Array>;

/** im/v1/images. Source: https://open.feishu.cn/document/server-docs/im-v1/image/create */
export function imageRoutes(tenant: Tenant, images: Map<string, Uint8Array>): Handlers {
  return {
    "im.image.create": async ({ body }) => {
      const { image_type: type, image } = body;
      if (type !== "message" && type !== "avatar") throw refusal(234001);
      if (!(image instanceof Blob)) throw refusal(234001);
      if (image.size === 0) throw refusal(234010);
      if (image.size > MOST_BYTES) throw refusal(234006);
      const bytes = Buffer.from(await image.arrayBuffer());
      if (!bytes.subarray(0, 8).equals(PNG)) throw refusal(234011);
      // Its header has the width and the height, big-endian.
      if (Math.max(bytes.readUInt32BE(16), bytes.readUInt32BE(20)) > MOST_PIXELS) throw refusal(234006);
      const key = `img_v3_${tenant.ids.hex(32)}g`;
      images.set(key, bytes);
      return { image_key: key };
    },
  };
}
