// Agora's own packages (npm agora-access-token, agora-token) read and verify what we make, and we what they make:
// 10,000 random cases, each in both directions. AGORA_SEED repeats a run.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { program } from '../support/roadcase.mjs';

const require = createRequire(import.meta.url);
const optional = (name) => {
    try {
        return require(name);
    } catch {
        return null;
    }
};
const old = optional('agora-access-token/src/AccessToken.js');
const current = optional('agora-token/src/AccessToken2.js');
const builders = optional('agora-token');
const skip = !(old && current) && 'npm ci in tests/';

const cases = 10_000;
const seed = Number(process.env.AGORA_SEED ?? 20_261_122);
let state = seed >>> 0;

/** mulberry32: 32 random bits, the same in every run with this seed. */
function bits() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
}
const below = (end) => bits() % end;
const one = (list) => list[below(list.length)];
const list = (most, make) => Array.from({ length: below(most + 1) }, make);
const letters = (alphabet, least, most) =>
    Array.from({ length: least + below(most - least + 1) }, () => one(alphabet)).join('');

const hex = [...'0123456789abcdefABCDEF'];
const allowed = [...'abcXYZ0189 !#$%&()+-:;<=.>?@[]^_{}|~,'];
const anything = [...allowed, '"', '\\', '\u0000', '\n', 'é', '直', '🚀', '\u{10ffff}', '\ufeff'];
const id = () => letters(hex, 32, 32);
const u32 = () => one([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, bits(), bits(), bits()]);
const u16 = () => one([0, 1, 255, 256, 65535, below(65536)]);
const word = () => letters(anything, 0, 40);
const privileges = () => [...new Map(list(6, () => [u16(), u32()]))].sort(([a], [b]) => a - b);

/** What each line of `requests` is answered by the small program of ours. */
function ours(requests) {
    const child = spawn(path.join(path.dirname(path.resolve(program)), 'agora_lines'), {
        stdio: ['pipe', 'pipe', 'inherit'],
    });
    return new Promise((resolve, reject) => {
        const parts = [];
        child.stdout.on('data', (part) => parts.push(part));
        child.on('error', reject);
        child.on('close', (code) => {
            const answers = Buffer.concat(parts).toString().split('\n').slice(0, -1).map((line) => JSON.parse(line));
            if (code === 0 && answers.length === requests.length) resolve(answers);
            else reject(new Error(`agora_lines ended with ${code} after ${answers.length} answers`));
        });
        child.stdin.end(requests.map((each) => `${JSON.stringify(each)}\n`).join(''));
    });
}

const kinds007 = ['rtc', 'rtm', 'rtc+rtm', 'rtm2', 'chat', 'chat-app', 'fpa', 'education', 'education-user',
    'education-app', 'streaming', 'fcdn'];
const ofUid = ['rtc', 'rtc+rtm', 'streaming', 'fcdn'];
const nobodys = ['chat-app', 'fpa', 'education-app'];

/** An order within the documented limits. */
function order(version) {
    const kind = version === '006' ? one(['rtc', 'rtm']) : one(kinds007);
    const numeric = !nobodys.includes(kind) && below(2) === 0;
    const takesUid = ofUid.includes(kind);
    return {
        do: 'mint',
        version,
        kind,
        app_id: id(),
        certificate: id(),
        now: one([0, 1, 1_800_000_000, below(4_000_000_000)]),
        channel: [...ofUid, 'education'].includes(kind) ? letters(allowed, 1, 63) : '',
        user: nobodys.includes(kind) ? '' :
            numeric && takesUid ? one(['', '1', '4294967295', String(1 + below(4_000_000_000))]) : letters(allowed, 1, 64),
        numeric,
        publisher: below(2) === 0,
        ttl: 1 + below(86_400),
        rtm_user: kind === 'rtc+rtm' ? letters(allowed, 1, 64) : '',
        role: kind === 'education' ? below(5) : 0,
        permissions: kind !== 'rtm2' ? [] :
            [...new Map(list(4, () => [`${below(5)} ${below(2)}`, list(3, () => letters(allowed, 1, 20))]))].map(
            ([key, names]) => [...key.split(' ').map(Number), names],
        ),
    };
}

const fields = { 1: 'cu', 2: 'u', 3: 'cu', 4: '', 5: 'u', 6: 'cu', 7: 'cur', 8: 'up', 9: '', 10: '' };

/** A service of any type with texts of any kind. */
function service() {
    const type = 1 + below(10);
    const has = (field) => fields[type].includes(field);
    return {
        type,
        privileges: privileges(),
        channel: has('c') ? word() : '',
        user: has('u') ? word() : '',
        // Their package cannot write a role of 0.
        role: has('r') ? one([-32768, -1, 1, 2, 32767]) : -1,
        permissions: has('p')
            ? [[0, 1, list(3, word)], [4, 0, list(3, word)], [65535, 65535, [word()]]].slice(below(4))
            : [],
    };
}

const byType = (services) =>
    services.map((each, index) => [each, index]).sort(([a, i], [b, j]) => a.type - b.type || i - j).map(([each]) => each);

/** A service of their package as one of our lines describes it. */
function described(theirs) {
    const details = theirs.__permissions?.details ?? {};
    const type = theirs.service_type();
    return {
        type,
        privileges: Object.entries(theirs.__privileges).map(([number, end]) => [Number(number), end]),
        channel: String(theirs.__channel_name ?? theirs.__room_uuid ?? ''),
        user: String(theirs.__uid ?? theirs.__account ?? theirs.__user_id ?? theirs.__user_uuid ?? ''),
        // It writes a signed number and reads it without its sign.
        role: type === 7 ? (theirs.__role << 16) >> 16 : -1,
        permissions: Object.entries(details).flatMap(([resource, of]) =>
            Object.entries(of).map(([permission, names]) => [Number(resource), Number(permission), names.map(String)]),
        ),
    };
}

function theirService(given) {
    const Service = current.AccessToken2.kServices[given.type];
    const texts = [...(fields[given.type].includes('c') ? [given.channel] : []), given.user];
    const made = new Service(...texts, ...(given.type === 7 ? [given.role] : []));
    for (const [number, end] of given.privileges) made.add_privilege(number, end);
    for (const [resource, permission, names] of given.permissions) made.__permissions.add(resource, permission, names);
    return made;
}

/** What the order asks for, in their package's words: the very token, but for what is random. */
function expectedServices(wish) {
    const all = [[1, wish.ttl], [2, wish.ttl], [3, wish.ttl], [4, wish.ttl]];
    const login = [[1, wish.ttl]];
    const made = (type, privileges, channel = '', user = '', role = -1, permissions = []) => ({
        type, privileges, channel, user, role, permissions });
    const rtc = made(1, wish.publisher ? all : login, wish.channel, wish.user);
    switch (wish.kind) {
        case 'rtc': return [rtc];
        case 'rtm': return [made(2, login, '', wish.user)];
        case 'rtc+rtm': return [rtc, made(2, login, '', wish.rtm_user)];
        case 'rtm2':
            return [made(8, login, '', wish.user, -1, [...wish.permissions].sort(([a, b], [c, d]) => a - c || b - d))];
        case 'chat': return [made(5, login, '', wish.user)];
        case 'chat-app': return [made(5, [[2, wish.ttl]])];
        case 'fpa': return [made(4, [[1, 0]])];
        case 'education-user': return [made(7, [[2, wish.ttl]], '', wish.user)];
        case 'education-app': return [made(7, [[3, wish.ttl]])];
        case 'streaming': return [made(3, all.slice(0, 2), wish.channel, wish.user)];
        case 'fcdn': return [made(6, wish.publisher ? all.slice(0, 2) : [[2, wish.ttl]], wish.channel, wish.user)];
        default: {
            // Their own builder says what a room's token holds.
            const theirs = builders.EducationTokenBuilder.buildRoomUserToken(
                wish.app_id, wish.certificate, wish.channel, wish.user, wish.role, wish.ttl);
            return readByThem(theirs).services.map(described);
        }
    }
}

function readByThem(token) {
    const reader = new current.AccessToken2('', '', 0, 0);
    assert.ok(reader.from_string(token), token);
    return reader;
}

test('their package reads and verifies every 006 token of ours', { skip }, async () => {
    const wishes = Array.from({ length: cases / 2 }, () => order('006'));
    (await ours(wishes)).forEach(({ token, error }, i) => {
        const wish = wishes[i];
        assert.ok(token, `seed ${seed}, case ${i}: ${error}`);
        const isRtm = wish.kind === 'rtm';
        const reader = new old.AccessToken(
            wish.app_id, wish.certificate, isRtm ? wish.user : wish.channel, isRtm || wish.user === '' ? 0 : wish.user);
        assert.ok(reader.fromString(token));
        const end = wish.now + wish.ttl;
        const rights = isRtm ? { 1000: end } : wish.publisher ? { 1: end, 2: end, 3: end, 4: end } : { 1: end };
        assert.deepEqual(reader.messages, rights, `seed ${seed}, case ${i}`);
        assert.equal(reader.ts, wish.now + 86_400);
        // It has no function that verifies: what it makes of what it read must be the same token.
        assert.equal(reader.build(), token, `seed ${seed}, case ${i}`);
    });
});

test('their package reads and verifies every 007 token of ours', { skip }, async () => {
    const wishes = Array.from({ length: cases / 2 }, (_, i) => {
        if (i % 2 === 0) return order('007');
        return { do: 'sign', app_id: id(), certificate: id(), issued_at: u32(), lasts: u32(), salt: u32(),
            services: [service(), ...list(4, service)] };
    });
    (await ours(wishes)).forEach(({ token, error }, i) => {
        const wish = wishes[i];
        assert.ok(token, `seed ${seed}, case ${i}: ${error}`);
        const reader = readByThem(token);
        assert.ok(reader.verifySignature(wish.certificate), `seed ${seed}, case ${i}`);
        assert.ok(!reader.verifySignature(id()));
        assert.equal(String(reader.appId), wish.app_id);
        assert.equal(reader.issueTs, wish.issued_at ?? wish.now);
        assert.equal(reader.expire, wish.lasts ?? wish.ttl);
        if (wish.do === 'sign') assert.equal(reader.salt, wish.salt);
        assert.deepEqual(
            reader.services.map(described),
            wish.do === 'sign' ? byType(wish.services) : expectedServices(wish),
            `seed ${seed}, case ${i}`,
        );
    });
});

test('we read and verify every 006 token of theirs', { skip }, async () => {
    const wishes = Array.from({ length: cases / 2 }, () => {
        const wish = { do: 'read', version: '006', certificate: id(), channel: word(), user: word() };
        const made = new old.AccessToken(id(), wish.certificate, wish.channel, wish.user);
        made.salt = u32();
        made.ts = u32();
        const rights = privileges();
        for (const [number, end] of rights) made.addPriviledge(number, end);
        const expected = { app_id: made.appID, salt: made.salt, ends_at: made.ts, privileges: rights, signed: true };
        return { ...wish, token: made.build(), expected };
    });
    const strangers = wishes.map((wish, i) => ({ ...wish, ...(i % 2 ? { certificate: id() } : { user: `${wish.user}x` }) }));
    const answers = await ours([...wishes, ...strangers].map(({ expected, ...wish }) => wish));
    wishes.forEach(({ expected }, i) => {
        assert.deepEqual(answers[i], expected, `seed ${seed}, case ${i}`);
        assert.equal(answers[cases / 2 + i].signed, false, `seed ${seed}, case ${i}`);
    });
});

test('we read and verify every 007 token of theirs', { skip }, async () => {
    const wishes = Array.from({ length: cases / 2 }, () => {
        const wish = { do: 'read', version: '007', certificate: id() };
        const services = [service(), ...list(4, service)];
        const made = new current.AccessToken2(id(), wish.certificate, 1, u32());
        made.issueTs = u32();
        made.salt = u32();
        for (const each of services) made.add_service(theirService(each));
        const expected = { app_id: made.appId, issued_at: made.issueTs, lasts: made.expire, salt: made.salt,
            services: byType(services), signed: true };
        return { ...wish, token: made.build(), expected };
    });
    const strangers = wishes.map((wish) => ({ ...wish, certificate: id() }));
    const answers = await ours([...wishes, ...strangers].map(({ expected, ...wish }) => wish));
    wishes.forEach(({ expected }, i) => {
        assert.deepEqual(answers[i], expected, `seed ${seed}, case ${i}`);
        assert.equal(answers[cases / 2 + i].signed, false, `seed ${seed}, case ${i}`);
    });
});
