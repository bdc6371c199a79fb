// A token server of the Node tutorial's shape: express, and npm's agora-access-token. Port, app id and certificate come from
// the environment.
import express from 'express';
import agora from 'agora-access-token';

const { RtcTokenBuilder, RtcRole } = agora;
const { PORT, APP_ID, APP_CERTIFICATE } = process.env;
const roles = { publisher: RtcRole.PUBLISHER, audience: RtcRole.SUBSCRIBER };
const app = express();

function keptNowhere(_, response, next) {
    response.header('Cache-Control', 'private, no-cache, no-store, must-revalidate');
    response.header('Expires', '-1');
    response.header('Pragma', 'no-cache');
    next();
}

app.get('/rtc/:channel/:role/:tokentype/:uid', keptNowhere, ({ params, query }, response) => {
    response.header('Access-Control-Allow-Origin', '*');
    const refuse = (error) => response.status(400).json({ error });
    if (!params.channel) return refuse('channel is required');
    if (!params.uid) return refuse('uid is required');
    const role = roles[params.role];
    if (!role) return refuse('role is incorrect');
    const end = Math.floor(Date.now() / 1000) + (query.expiry ? parseInt(query.expiry, 10) : 3600);
    const build = { uid: RtcTokenBuilder.buildTokenWithUid, userAccount: RtcTokenBuilder.buildTokenWithAccount }[params.tokentype];
    if (!build) return refuse('token type is invalid');
    return response.json({ rtcToken: build.call(RtcTokenBuilder, APP_ID, APP_CERTIFICATE, params.channel, params.uid, role, end) });
});

app.listen(Number(PORT), '127.0.0.1');
