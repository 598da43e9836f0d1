import type { Piece, Reading } from "./piece.ts";

const DEGREE = "好|真|很|挺|超|超级|巨|特别|非常|怪|那么|这么|有点|有点儿|也太|太";
const ROOM = "(?:会议室|会议间|房间|屋子|屋里)";
const THING =
  "投影仪?|投影机|投屏|屏幕|大屏|电视机?|白板笔?|电话|空调|灯|门|窗户?|网络?|wifi|麦克风|话筒|音响|插座|遥控器?|摄像头|视频|电源|音箱|椅子|桌子";

/** What colleagues say to each other in words that are the bot's too. Each row is one way to tell, ask or joke. */
const CHAT: readonly RegExp[] = [
  // how rooms are: 会议室里好冷. A room too small or too loud is a reason to change it.
  new RegExp(
    `${ROOM}[^，,。]{0,4}(?:${DEGREE})(?:冷|热|闷|暗|亮|脏|乱|臭|香|漂亮|好看|高级|破|黑|凉快|暖和)`,
  ),
  new RegExp(`${ROOM}[^，,。]{0,4}(?:好|真|很|挺|超|巨|这么|那么)(?:大|小|吵|挤|远|安静|贵)(?!的)`),
  new RegExp(`${ROOM}(?:里面|里边|里)?有(?:只|条|一只|一条|蚊子|老鼠|猫|狗|蟑螂|股?味|垃圾|鬼)`),
  new RegExp(
    `(?:${THING})[^，,。的]{0,3}(?:怎么(?:连|开|关|用|调|弄|接|打开|设置|切|黑|没)|坏了|打不开|开不了|连不上|没反应|不亮|没声音|没信号|黑屏|有问题|修好)`,
  ),
  // where people are, go and meet: 我在会议室等你, 会议室见
  /(?:我|我们|他|她|他们|大家)(?:还|正|现在|已经|都|也|就|人)?在会议室(?!.*(?:约|空))/,
  /(?:在|去|到|来|回|进)(?:了|一下|下|趟)?(?:楼上|楼下|大|小|那个|这个|你们?的?|我们?的?)?会议室(?:里|门口|外面|那边|这边)?(?:等|集合|坐|睡|吃|聊|吵|碰头|见|找|拿|搬|送|打扫|一趟|一下|来|呢|了(?!$)|了吗|吧)/,
  /会议室(?:里|门口)?(?:见|集合|碰头)(?:面|吧|哈|哦|啊|咯|了)?(?:[，,。.!！~]|$)/,
  // who comes and who does not, and what is announced
  /(?:参加|来|去|赶|出席)不了|(?:不能|没法|没空|无法)(?:参加|出席|到场)|赶不上|不参加/,
  /(?:通知|告诉|转告|提醒)(?:一下|下)?(?:大家|各位|所有人|他们|她们|全员|同事们?|参会人)|请(?:大家|各位)|(?:大家|各位)(?:注意|知悉|周知|别|不用)|周知|知悉/,
  /(?:改|转|挪)(?:到|成|为|在)?线上|线上(?:开|进行)(?:了|吧)/,
  // what was done, and whether somebody has time
  /(?:我|我们|他|她)(?:刚|刚刚|刚才|已经|已|都已经)(?:把[^，,。]{0,10})?(?:取消|退|退掉|退订|改|换|延长|推迟)(?:掉)?了(?!吧)/,
  // what else is booked
  /(?:酒店|宾馆|旅馆|民宿|客栈|机票|车票|餐厅|饭店|包间|包厢|球场|牙医|理发)[^，,。]{0,6}(?:房|订|定|退|约)/,
  /换(?:一下|个|了)?(?:班|衣服|鞋|工作|手机|电脑|座位|岗|头像|公司)(?!会)/,
];

/** A wish beside the story makes the text the bot's: 会议室太冷了，换一个. */
const REQUEST =
  /订(?!了|好|婚|单)|预约|预定|找个|找一|找间|换个|换一|换到|换间|换大|借|抢|空闲|空的|有空|空房|有没有|有冇|能不能|帮我|麻烦|给我|需要|想要|要个|要一|来个|来间|释放|退掉|取消(?!了)|延长|续|提前结束|推荐|空出/;
/** Whether somebody has time, and no word of a room: 你三点有空吗. */
const ASKS_SOMEBODY =
  /^(?:请问|那|在吗[，,]?)?(?:你|您|你们|他|她|他们|大家)(?:[^，,。会订约间房室]{0,10})(?:有空|有时间|忙|忙不忙|方便)(?:吗|么|没|嘛|不)?[?。!~ ]*$/;
/** Not of the office, whatever else is said. */
const FOREIGN = /(?:酒店|宾馆|民宿)的?(?:房间?|客房)|换(?:一下|个)?(?:班|衣服|手机|工作|座位)(?!会)/;

/** Whether a text in Chinese, for all its times and rooms, is what colleagues say to each other. */
export function isChineseChat(pieces: readonly Piece[], { text, tokens }: Reading): boolean {
  const plain = pieces.reduceRight((sofar, { from, to, meaning }) => {
    if (meaning.kind !== "roomName") return sofar;
    return `${sofar.slice(0, tokens.at(from).at)}会议室${sofar.slice(tokens.at(to - 1).end)}`;
  }, text);
  if (FOREIGN.test(plain) || ASKS_SOMEBODY.test(plain)) return true;
  return !REQUEST.test(plain) && CHAT.some((pattern) => pattern.test(plain));
}
