import { z } from "zod";
import { dayPicture } from "../../card/day-picture.ts";
import type { Block, Card } from "../../card/elements.ts";
import type { Clock } from "../../core/clock.ts";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { FeishuClient } from "./client.ts";

/** Three times the picture's own size, for phones: sharp counts 72 to the inch. */
const PIXELS_PER_INCH = 216;
/** Questions about one day come in a row; a key stays good for as long as the app owns the picture. */
const MOST_KEPT = 200;
/** An app without the permission is not asked again and again. */
const PAUSE_MS = 60 * 60_000;

/** Unlike others, this method of the SDK gives the envelope's `data` alone. */
const uploaded = z.object({ image_key: z.string().min(1) });

type DayBlock = Extract<Block, { kind: "day" }>;
/** The pictures' keys, by the block that they show. */
export type Pictures = ReadonlyMap<Block, string>;

/** Makes pictures of the days on a card and gives them to Feishu. A picture that cannot be had is left out: never fails. */
export function createPictures(client: FeishuClient, clock: Clock, logger: Logger) {
  const keys = new Map<string, string>();
  let pausedUntilMs = 0;

  const keyOf = async (svg: string): Promise<string> => {
    const known = keys.get(svg);
    if (known !== undefined) return known;
    const { default: sharp } = await import("sharp");
    const image = await sharp(Buffer.from(svg), { density: PIXELS_PER_INCH }).png().toBuffer();
    const { image_key: key } = await client.call({
      api: "imageCreate",
      send: (sdk, auth) => sdk.im.v1.image.create({ data: { image_type: "message", image } }, auth),
      answer: uploaded,
      repeatable: true,
    });
    keys.set(svg, key);
    const [oldest] = keys.keys();
    if (keys.size > MOST_KEPT && oldest !== undefined) keys.delete(oldest);
    return key;
  };

  return {
    async of(card: Card): Promise<Pictures> {
      const pictures = new Map<Block, string>();
      const days = card.blocks.filter((block): block is DayBlock => block.kind === "day" && block.isPicture);
      for (const block of clock.now() < pausedUntilMs ? [] : days) {
        try {
          pictures.set(block, await keyOf(dayPicture(block.days, block.view)));
        } catch (error) {
          if (isPlatformError(error, "unauthorised")) pausedUntilMs = clock.now() + PAUSE_MS;
          logger.warn("A day is shown as text, since its picture could not be given to Feishu", {
            error: describeError(error),
          });
          break;
        }
      }
      return pictures;
    },
  };
}

export type PictureMaker = ReturnType<typeof createPictures>;
