// An Agora broker that never existed, and its tokens as the published packages read them.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const appId = 'facefacefacefacefacefacefaceface';
/** Stands in for a secret: it must be in no answer, log or list. */
export const certificate = 'c0ffeec0ffeec0ffeec0ffeec0ffee42';

/** [broker.NAME] with these settings besides. */
export function agoraSection(name = 'live', settings = {}) {
    const lines = Object.entries({ kind: 'agora', app_id: appId, app_certificate: certificate, ...settings })
        .map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    return `[broker.${name}]\n${lines.join('\n')}\n`;
}

const hmac = (key, data) => createHmac('sha256', key).update(data).digest();

/** What npm's agora-token reads in a 007, verified: {lasts, services: [{type, channel, user, privileges}]}. */
export function read007(token) {
    const { AccessToken2 } = require('agora-token/src/AccessToken2.js');
    const read = new AccessToken2('', '', 0, 0);
    if (!read.from_string(token) || !read.verifySignature(certificate)) throw new Error(`no good 007: ${token}`);
    if (`${read.appId}` !== appId) throw new Error(`app id ${read.appId}`);
    const text = (value) => (value === undefined ? undefined : value.toString());
    return { lasts: read.expire, issuedAt: read.issueTs, services: read.services.map((service) => ({
        type: service.service_type(), channel: text(service.__channel_name),
        user: text(service.__uid ?? service.__user_id), privileges: { ...service.__privileges } })) };
}

/** What npm's agora-access-token reads in a 006, verified for this channel and uid: rights and their ends. */
export function read006(token, channel, uid) {
    const { AccessToken } = require('agora-access-token/src/AccessToken.js');
    const read = new AccessToken('', '', '', '');
    if (!read.fromString(token) || token.slice(3, 35) !== appId) throw new Error(`no good 006: ${token}`);
    const signed = Buffer.concat([Buffer.from(appId + channel + uid), read.m]);
    if (!hmac(certificate, signed).equals(read.signature)) throw new Error(`a 006 for another: ${token}`);
    return { ts: read.ts, privileges: { ...read.messages } };
}
