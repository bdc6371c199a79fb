// Calls a provider's API as an account of Roadcase. Node 18, nothing to install.
//
//     ROADCASE_KEY=rck_... node node.mjs        (or: roadcase run twitch -- node node.mjs)
const { ROADCASE_URL = 'http://localhost:3000', ROADCASE_KEY } = process.env;
const [account = 'twitch', api = 'https://api.twitch.tv/helix/users'] = process.argv.slice(2);

/** Asking is always right: the token is valid for a minute at least, so keep none and ask again. */
async function roadcase(path = '', body = undefined) {
    const answer = await fetch(`${ROADCASE_URL}/api/v1/token/${account}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'X-API-Key': ROADCASE_KEY, 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${said.title} ${said.action_url ?? ''}`);
    return said;
}

let token = await roadcase();
let answer = await fetch(api, { headers: token.headers });
if (answer.status === 401) {
    token = await roadcase('/reject', { access_token: token.access_token });
    answer = await fetch(api, { headers: token.headers });
}
console.log(await answer.json());
