/** One text to read: the original's characters, each replaced by its plain form, so that offsets stay those of the original. */

/** Longer texts are cut: nobody asks for a room in more. */
export const MAX_TEXT = 10_000;

const FOLDED: ReadonlyMap<string, string> = new Map(
  (
    [
      ["–—―‒‐‑−~〜～﹣⁓→⇒➔➜", "-"],
      ["’‘ʼ`´′", "'"],
      ["“”„«»「」『』《》【】＂", '"'],
      ["∶︰", ":"],
      ["。｡", "。"],
      ["\u00a0\u3000\t\n\r\u200b\u200c\u200d\u2060\ufeff\ufe0f\u20e3\u2009\u202f", " "],
      [
        "點週後會議個時鐘訂預約開間樓層號兩從這視頻電話還沒嗎請幫換誰佔禮現馬結長縮總無為與內給們來過對開關該讓裡裏邊試別幾處單雙鬧應當興調遲號發說問題歡後臺棟區隔隨連續聯系查詢預晝聽頭尋樣員數適緊儘裝設備牆導團隊評審閑閒參選擇確認謝辦進臨東動餘報訓訪達較寬萬麼儀機黴網線麥風顯錄標飯銷據啟啓簡學練討論溝複繳釋",
        "点周后会议个时钟订预约开间楼层号两从这视频电话还没吗请帮换谁占礼现马结长缩总无为与内给们来过对开关该让里里边试别几处单双闹应当兴调迟号发说问题欢后台栋区隔随连续联系查询预昼听头寻样员数适紧尽装设备墙导团队评审闲闲参选择确认谢办进临东动余报训访达较宽万么仪机霉网线麦风显录标饭销据启启简学练讨论沟复缴释",
      ],
      ["①②③④⑤⑥⑦⑧⑨", "123456789"],
      ["〇", "零"],
    ] as const
  ).flatMap(([from, to]) => {
    const target = [...to];
    return [...from].map(
      (char, index) => [char, target.length === 1 ? to : (target[index] ?? char)] as const,
    );
  }),
);

function fold(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x80) return code >= 65 && code <= 90 ? char.toLowerCase() : (FOLDED.get(char) ?? char);
  const plain = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : char;
  const folded = FOLDED.get(plain) ?? plain;
  const lower = folded.toLowerCase();
  return lower.length === 1 ? lower : folded;
}

/**
 * Full-width to half-width, traditional to simplified for the words the grammar knows, upper to lower case, every
 * dash to `-`, every quote to `'` or `"`, every blank to a space. Same length as the (cut) input.
 */
export function normalise(text: string): string {
  const cut = text.slice(0, MAX_TEXT);
  let plain = "";
  for (let index = 0; index < cut.length; index++) plain += fold(cut.charAt(index));
  return plain;
}

export const isHan = (char: string): boolean => (char >= "\u3400" && char <= "\u9fff") || char === "々";
export const isLatin = (char: string): boolean =>
  (char >= "a" && char <= "z") || (char >= "\u00df" && char <= "\u024f" && char !== "÷");
export const isDigit = (char: string): boolean => char >= "0" && char <= "9";
