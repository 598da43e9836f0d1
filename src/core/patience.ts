/** A wait is looked at so often: between two looks, what has arrived is heard. */
const LOOKS = 4;

/**
 * What `work` comes to; rejects where that takes longer than `ms`. A process that was held up for so long finds its
 * timers due before it has read what arrived meanwhile. So the wait is in parts, and only a part of it is held against
 * whoever is waited for.
 */
export function answeredWithin<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let looks = 0;
    let timer: NodeJS.Timeout;
    const look = (): void => {
      looks += 1;
      if (looks > LOOKS) reject(new Error(`no answer within ${ms} ms`));
      else timer = setTimeout(look, ms / LOOKS);
    };
    look();
    const settle =
      <Given>(how: (given: Given) => void) =>
      (given: Given): void => {
        clearTimeout(timer);
        how(given);
      };
    work.then(settle(resolve), settle(reject));
  });
}
