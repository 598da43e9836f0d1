/**
 * What the Redis storage does atomically. An entry is a hash of `json` and, where it has one, `end` (epoch ms).
 * ARGV[1] is the time in epoch ms, or empty for Redis's own, which is the same for all instances.
 *
 * Every write brings the time (epoch ms, Redis's own) until which somebody waits for it, or empty: one that a Redis
 * that hung gets to only later is refused, so that what its caller had to give up is not done behind everybody's back.
 */

const PRELUDE = `
local given = ARGV[1] ~= ''
local function clock()
  if given then return tonumber(ARGV[1]) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local now = clock()
local function inTime(latest)
  return latest == '' or now <= tonumber(latest)
end
local function live(key)
  local entry = redis.call('HMGET', key, 'json', 'end')
  if not entry[1] or (entry[2] and tonumber(entry[2]) <= now) then return nil end
  return entry[1]
end
-- Redis itself ends what has an end, unless the time is somebody else's.
local function put(key, json, ends)
  if ends == '' then
    redis.call('HSET', key, 'json', json)
    redis.call('HDEL', key, 'end')
    redis.call('PERSIST', key)
  else
    redis.call('HSET', key, 'json', json, 'end', ends)
    if not given then redis.call('PEXPIREAT', key, ends) end
  end
end
local function endOf(ttl)
  if ttl == '' then return '' end
  return string.format('%.0f', math.ceil(now + tonumber(ttl)))
end
`;

/** KEYS: the entries. Answers their JSON, false for one that is not there. */
export const READ = `${PRELUDE}
local found = {}
for at, key in ipairs(KEYS) do found[at] = live(key) or false end
return found
`;

/**
 * KEYS: the guard's entry (or any, where there is no guard), then each change's. ARGV: time; the latest time; what the
 * guard must be (`none`, `absent`, or `=` and its JSON); then for each change its JSON (empty: remove) and its life
 * in ms (empty: no end; `kept`: as it was, of what is there). Answers 1, 0 where the guard does not hold, -1 where it is too late.
 *
 * A full Redis refuses the first command of a script that needs memory, and none after something was written. So what
 * needs memory comes first: all is done, or nothing.
 */
export const WRITE = `${PRELUDE}
if not inTime(ARGV[2]) then return -1 end
local guard = ARGV[3]
if guard == 'absent' and live(KEYS[1]) then return 0 end
if string.sub(guard, 1, 1) == '=' and live(KEYS[1]) ~= string.sub(guard, 2) then return 0 end
local function change(at)
  local json, ttl = ARGV[2 * at], ARGV[2 * at + 1]
  if json == '' then
    redis.call('DEL', KEYS[at])
  elseif ttl ~= 'kept' then
    put(KEYS[at], json, endOf(ttl))
  elseif live(KEYS[at]) then
    redis.call('HSET', KEYS[at], 'json', json)
  end
end
for at = 2, #KEYS do
  if ARGV[2 * at] ~= '' then
    change(at)
    break
  end
end
for at = 2, #KEYS do change(at) end
return 1
`;

/**
 * KEYS: the count's entry. ARGV: time, the latest time, life in ms from the first count. Answers the new count, -1
 * where it is too late, or what is there instead of a count.
 */
export const INCREMENT = `${PRELUDE}
if not inTime(ARGV[2]) then return -1 end
local json = live(KEYS[1])
if not json then
  put(KEYS[1], '1', endOf(ARGV[3]))
  return 1
end
if not string.match(json, '^%d+$') then return json end
local count = tonumber(json) + 1
redis.call('HSET', KEYS[1], 'json', string.format('%.0f', count))
return count
`;
