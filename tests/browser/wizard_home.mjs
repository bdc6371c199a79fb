// A provider with a console and a checklist of its own, for whoever goes through the wizard.
import { startFakeProvider } from '../support/fake_provider.mjs';
import { Home } from '../support/roadcase.mjs';

/** The one app that the provider knows. */
export const id = 'abcdefghijklmnopqrst';
export const secret = 'plantedsecret1234567';

/** A provider that knows one app, and whose browser is signed in as `person`; a home that knows the provider only. Both end with
 *  the test. */
export async function wizardHome(context) {
    const fake = await startFakeProvider();
    fake.person = 'nova_plays';
    fake.token = (params) => {
        if (params.get('client_secret') !== secret) return { status: 401, body: '{"error":"invalid_client"}' };
        if (!params.get('code').startsWith('code-')) return { status: 400, body: '{"error":"invalid_grant"}' };
        return { access_token: 'planted-access', refresh_token: 'planted-refresh', token_type: 'bearer', expires_in: 3600 };
    };
    fake.userinfo = () => ({ sub: fake.person, preferred_username: fake.person });
    const home = await Home.create(`
[provider.oddcast]
display_name = "Oddcast"
authorization_endpoint = "${fake.url}/authorize"
token_endpoint = "${fake.url}/token"
userinfo_endpoint = "${fake.url}/userinfo"
console_url = "${fake.url}/console"
[provider.oddcast.account_choice_params]
force_verify = "true"
[provider.oddcast.roles]
bot = ["chat:read", "chat:write"]
reader = ["chat:read"]
[provider.oddcast.bundles]
bot = { title = "Read and write chat" }
reader = { title = "Read chat only" }
[provider.oddcast.console]
client_id_form = "20 [a-z]"
client_secret_form = "20 [a-z0-9]"
fields = [
  { label = "App name", value = "{app_name}", copy = true },
  { label = "Redirect address", value = "{redirect_uri}", copy = true },
]
`);
    context.after(() => home.remove());
    context.after(() => fake.stop());
    await home.serve();
    return { fake, home };
}
